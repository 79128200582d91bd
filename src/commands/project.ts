import { join, resolve } from 'node:path';
import { loadModels, type ModelRegistry } from '../inference/registry.ts';
import { type Settings, settingsFromEnvironment } from '../kernel/config.ts';
import { unwrap } from '../kernel/result.ts';

/** The folder that holds `src`, `models` and `demo`. */
export const PROJECT = resolve(import.meta.dirname, '../..');

/** The settings of the environment. @throws Error that names every setting that is wrong */
export const settings = (): Settings => unwrap(settingsFromEnvironment());

/** The folder of the model folders. */
export const modelsDirectory = ({ MODELS_DIR }: Settings): string => MODELS_DIR ?? join(PROJECT, 'models');

/** The models that are installed. @throws Error with the path and the reason of the first that is invalid */
export async function openModels(settings: Settings): Promise<ModelRegistry> {
  return unwrap(await loadModels(modelsDirectory(settings)));
}

/** The address at which this server is reached, for links and for the audience of tokens. */
export const baseUrlOf = ({ BASE_URL, HOST, PORT }: Settings): string => BASE_URL ?? `http://${HOST}:${PORT}`;
