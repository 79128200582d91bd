/** The part of the JavaScript API of WebAssembly that is used; neither Node's types nor those of ES2024 have it. */
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;

  class Module {
    private readonly compiled: true;
    constructor(bytes: Uint8Array);
  }

  class Instance {
    readonly exports: Record<string, unknown>;
    constructor(module: Module, imports: Imports);
  }
}
