/** A package.json as far as it says how a server is started. */
export interface PackageManifest {
  readonly name: string | null;
  readonly main: string | null;
  readonly scripts: Readonly<Record<string, string>>;
  /** Of the program and of its development together. */
  readonly dependencies: readonly string[];
}

/** How the server of a project is started. */
export interface FoundStart {
  /** For a shell; `{port}` where it takes its port as an argument. */
  readonly command: string;
  /** The file that begins it, where that can be told. */
  readonly entry: string | null;
  /** Where it was found: `"start" of package.json`. */
  readonly from: string;
}

/** The server of a project, as far as its files tell. */
export interface FoundServer extends FoundStart {
  /** Name of the framework it is made with; null: none that is known. */
  readonly framework: string | null;
  /** What its routes were found in; null: none was found. */
  readonly routesFrom: string | null;
  /** Paths that answer GET without a parameter. */
  readonly routes: readonly string[];
  /** Where it listens whatever PORT says; null: where PORT says. */
  readonly fixedPort: number | null;
  /** What has to be run before it can start; empty: nothing. */
  readonly buildSteps: readonly string[];
}

/** What was found out about the folder that a config is made for. */
export interface Project {
  readonly name: string | null;
  /** Null: there is none to be seen. */
  readonly server: FoundServer | null;
  readonly usesTypeScript: boolean;
  /** perfcmp is installed in it. */
  readonly hasPerfcmp: boolean;
  /** It is the root of a git repository. */
  readonly isRepository: boolean;
  /** What builds a fresh checkout of it; null: perfcmp's own default does. */
  readonly checkoutSteps: readonly string[] | null;
}
