/** Whose words these are, where they stand in none of the places that `sentencesIn` knows. */
export interface Place {
  readonly path: RegExp;
  readonly text: RegExp;
}

/**
 * What operators read in a terminal or a log stays where it is, and is not for people in Discord. So does what
 * the code alone reads. Every place is named, by file and by its words.
 */
export const FOR_OPERATORS: readonly Place[] = [
  // Why the bot does not start, or has ended: on the terminal.
  { path: /^src\/discord\/rest\/start-failures\.ts$/, text: /./ },
  { path: /^src\/privacy\/restore\.ts$/, text: /so erased members cannot be recognised/ },
  { path: /^src\/discord\/intake\/gateway\.ts$/, text: /^shard closed$/ },
  // What is wrong with a variable: on the terminal.
  { path: /^src\/recipes\/model-file\.ts$/, text: /^must / },
  // Why a workflow is left out: in the log, and by the doctor.
  { path: /^src\/bot\/(open-workflows|watchdog)\.ts$/, text: /./ },
  // Why a transition was made, and what else happened to a job: in the log of the job, as it is stored.
  {
    path: /^src\/jobs\//,
    text: /^(submission failed|confirmed by its (sender|poster)|pictures prepared|late submission|remote closed|retry at|token dead|message gone|reply gone|asked for|sent to RunPod|the row cannot be read|not taken by RunPod|no room to send it)$/,
  },
  {
    path: /^src\/discord\/sync\/edits\.ts$/,
    text: /^the token of an ephemeral message has ended$/,
  },
  // What is wrong with the disk, and where a database has been: in the log and in a file.
  {
    path: /^src\/jobs\/send\.ts$/,
    text: /^(no file descriptors|not writable|pictures cannot be stored)$/,
  },
  {
    path: /^src\/store\/database-files\.ts$/,
    text: /^Darkroom has a database at /,
  },
  // Why the next gateway session waits: in the log.
  { path: /^src\/discord\/intake\/identify\.ts$/, text: /session/ },
  // Why a running bot ends: in the log.
  { path: /^src\/store\/database-files\.ts$/, text: /^The database file / },
  // Stored in rows, and never shown as they are.
  {
    path: /^src\/moderation\/sql\/(report-channels|server-settings)\.ts$/,
    text: /^(channel chosen|role taken back|role chosen|spoilers on|spoilers off|language chosen|language taken back)$/,
  },
  { path: /^src\/policy\/report-reasons\.ts$/, text: /^its (requester|source)$/ },
  // How a drain stands, and why a program cannot use the database: on the terminal.
  { path: /^src\/operator\/((block|drain)-command|drain-process)\.ts$/, text: /./ },
  { path: /^src\/operator\/drain\.ts$/, text: /^(to be shown)$/ },
  { path: /^src\/store\/live-database\.ts$/, text: /^another program is writing/ },
  // SQL, faults of the server, and what `npm run migrate` says: on the terminal and in the log.
  { path: /^src\/store\/postgres\//, text: /./ },
  // In the place of another member id in a copy of a person's data.
  { path: /^src\/privacy\/personal-data\.ts$/, text: /^another member$/ },
  // The database's own language, and Kysely's names for its operators.
  {
    path: /^src\/(store|operator|\w+\/sql)\//,
    text: /^\s*(SELECT|INSERT|UPDATE|DELETE|ATTACH|DETACH|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|DO UPDATE) /,
  },
  {
    path: /^src\/(store|operator|\w+\/sql)\//,
    text: /^(is not|is( not)? distinct from|not in|jobs\.id as job|SQLite format 3.*|is not JSON)$/,
  },
  // What follows from a look at RunPod.
  { path: /^src\/jobs\//, text: /^(under way|in a bucket)$/ },
  // HTTP's headers.
  { path: /^src\/discord\/rest\/transport\.ts$/, text: /form-data/ },
  // What a worker says, for the log, and the patterns by which that is known.
  { path: /^src\/workers\/(error-text|output|worker-error)\.ts$/, text: /./ },
  // Advice about the choice of worker.
  {
    path: /^src\/workers\/(contract|runpod-public|worker-comfyui)\.ts$/,
    text: /WORKER=|manifest\.json/,
  },
  // How the web UI words what it writes into pictures.
  {
    path: /^src\/comfy\/settings-in-picture\.ts$/,
    text: /^(Negative prompt:|CFG scale|Schedule type|sgm uniform)$/,
  },
  // What a model is told to leave out.
  { path: /^src\/recipes\/text\.ts$/, text: /^ugly, blurry/ },
  { path: /^src\/policy\/checkpoints\.ts$/, text: /^(nsfw|child), / },
];
