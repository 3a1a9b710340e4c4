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
  { path: /^src\/discord\/wire\/(closed-for-good|start-refused|why-not-started)\.ts$/, text: /./ },
  { path: /^src\/people\/restore\.ts$/, text: /by which those are known who were erased/ },
  { path: /^src\/discord\/wire\/shard-log\.ts$/, text: /^shard closed$/ },
  // What is wrong with a variable: on the terminal.
  { path: /^src\/comfy\/model-file\.ts$/, text: /^must / },
  // Why a workflow is left out: in the log, and by the doctor.
  { path: /^src\/open\/open-workflows\.ts$/, text: /./ },
  // Why a transition was made, and what else happened to a job: in the log of the job, as it is stored.
  {
    path: /^src\/jobs\/|^src\/record\/job\//,
    text: /^(submission failed|confirmed by its (sender|poster)|pictures prepared|late submission|remote closed|retry at|token dead|message gone|reply gone|asked for|sent to RunPod|the row cannot be read|not taken by RunPod|no room to send it)$/,
  },
  {
    path: /^src\/discord\/outbox\/edits\.ts$/,
    text: /^the token of an ephemeral message has ended$/,
  },
  // What is wrong with the disk, and where a database has been: in the log and in a file.
  {
    path: /^src\/(record\/store\/storage-fault|jobs\/send)\.ts$/,
    text: /^(no file descriptors|not writable|pictures cannot be stored)$/,
  },
  {
    path: /^src\/record\/store\/database-marker\.ts$/,
    text: /^Darkroom has a database at /,
  },
  // Why the next gateway session waits: in the log.
  { path: /^src\/discord\/wire\/identify-pace\.ts$/, text: /session/ },
  // Stored in rows, and never shown as they are.
  {
    path: /^src\/record\/server\//,
    text: /^(channel chosen|role taken back|role chosen|spoilers on|spoilers off)$/,
  },
  { path: /^src\/record\/report\/report\.ts$/, text: /^its (requester|source)$/ },
  // How a drain stands, and why a program cannot use the database: on the terminal.
  { path: /^src\/record\/operator\/drain-there\.ts$/, text: /^(to be shown|taken back)$/ },
  { path: /^src\/record\/store\/beside\.ts$/, text: /^another program is writing/ },
  // In the place of somebody else's id in a copy of a person's data.
  { path: /^src\/people\/personal-data\.ts$/, text: /^somebody else$/ },
  // The database's own language, and Kysely's names for its operators.
  {
    path: /^src\/record\//,
    text: /^\s*(SELECT|INSERT|UPDATE|DELETE|ATTACH|DETACH|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|DO UPDATE) /,
  },
  {
    path: /^src\/record\//,
    text: /^(is not|not in|jobs\.id as job|SQLite format 3.*|is not JSON)$/,
  },
  // What follows from a look at RunPod.
  { path: /^src\/jobs\//, text: /^(under way|in a bucket)$/ },
  // HTTP's headers.
  { path: /^src\/discord\/wire\/form-body\.ts$/, text: /form-data/ },
  // What a worker says, for the log, and the patterns by which that is known.
  { path: /^src\/comfy\/(log-text|output|worker-error)\.ts$/, text: /./ },
  // How the web UI words what it writes into pictures.
  {
    path: /^src\/comfy\/found\/settings-in-parameters\.ts$/,
    text: /^(Negative prompt:|CFG scale|Schedule type|sgm uniform)$/,
  },
  // What a model is told to leave out.
  { path: /^src\/comfy\/recipes\/text\.ts$/, text: /^ugly, blurry/ },
  { path: /^src\/safety\/safety-terms\.ts$/, text: /^(nsfw|child), / },
];
