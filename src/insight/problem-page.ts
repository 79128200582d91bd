import { html } from './html.ts';
import { page } from './layout.ts';

/** What a browser shows instead of a page that could not be given. `message` is a sentence of the error catalogue. */
export const problemPage = (status: number, message: string): string =>
  page({
    title: message,
    body: html`<h1>${message}</h1>
<p>Error ${status}. <a href="/">Start page</a>, <a href="/models">models</a>.</p>`,
  });
