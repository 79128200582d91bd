import { html } from './html.ts';
import { page, researchBanner } from './layout.ts';

/**
 * `/`: pick a demo patient, fire the hook, see the cards as a clinician would and the exchange as an integrator
 * would. The page is a shell; `assets/try-it.js` talks to `/demo/fhir` and `/cds-services`.
 */
export function tryItPage(): string {
  return page({ title: 'Try it', body, script: '/assets/try-it.js' });
}

const exchange = html`<section class="panel exchange" aria-labelledby="exchange-title">
<h2 id="exchange-title">The exchange</h2>
<div role="tablist" aria-labelledby="exchange-title" class="tabs">
<button type="button" role="tab" id="tab-request" aria-controls="panel-request" aria-selected="true">Request</button>
<button type="button" role="tab" id="tab-response" aria-controls="panel-response" aria-selected="false" tabindex="-1">Response</button>
<button type="button" role="tab" id="tab-curl" aria-controls="panel-curl" aria-selected="false" tabindex="-1">curl</button>
</div>
<div role="tabpanel" id="panel-request" aria-labelledby="tab-request" tabindex="0"><pre id="request">Fire the hook to see the request.</pre></div>
<div role="tabpanel" id="panel-response" aria-labelledby="tab-response" tabindex="0" hidden><pre id="response">No response yet.</pre></div>
<div role="tabpanel" id="panel-curl" aria-labelledby="tab-curl" tabindex="0" hidden><pre id="curl">No command yet.</pre></div>
</section>`;

const body = html`${researchBanner()}
<h1>Open a patient, see what Kairos says</h1>
<p class="lead">Pick somebody and fire the hook that an electronic health record would fire. Nobody here is a patient of
anyone: some people are <strong>made up</strong>, the others are real, de-identified participants of a public survey
under invented names.</p>
<noscript><p class="banner">This page needs JavaScript. <a href="/models">The models</a> and results do not.</p></noscript>
<div class="workbench">
<form id="try-it" class="panel picker" aria-label="Hook call">
<fieldset><legend>Patient</legend><div id="patients" class="choices"><p class="hint">Loading…</p></div></fieldset>
<p class="field"><label for="service">What happens</label><select id="service" name="service"></select></p>
<fieldset><legend>Where the data comes from</legend>
<label class="choice"><input type="radio" name="mode" value="fetch" checked><span>Kairos fetches it<span class="detail">the request names the FHIR server</span></span></label>
<label class="choice"><input type="radio" name="mode" value="prefetch"><span>Sent with the request<span class="detail">prefetch, no FHIR server</span></span></label>
</fieldset>
<button type="submit" class="primary" id="fire" disabled>Fire the hook</button>
</form>
<div class="outcome">
<section aria-labelledby="cards-title"><h2 id="cards-title">Cards</h2>
<p id="status" role="status" class="hint">Pick a patient and fire the hook.</p>
<div id="cards"></div></section>
${exchange}
</div>
</div>`;
