/** What no change may weaken, and the files that decide it. */
export const GUARDED: Readonly<Record<string, RegExp>> = {
  states:
    /^src\/jobs\/(job|job-log|step|runner|finish|send|poll|prepare|held-result|end-watches|cancel-at-runpod|queue|sql\/(changing|move-job|new-job|job-row|job-rows|queue|prepared-pictures))\.ts$/,
  money:
    /^(src\/premium\/.*|src\/engines\/(money|daily-budget)|src\/jobs\/(spending|gpu-time|sql\/(day-use|limits|server-limits|usage|pauses))|src\/rules\/.*|commands\/(quota|limits))\.ts$/,
  consent:
    /^(src\/(privacy|policy)\/.*|src\/jobs\/sql\/(consents|erase-jobs|picture-sources|poster-questions|visibility)|commands\/(consent|privacy))\.ts$/,
  rights:
    /^(src\/moderation\/.*|src\/operator\/(block-command|kept-out)|src\/discord\/interactions\/.*|src\/discord\/intake\/(dispatch|handlers)|commands\/(admit|appeal|cancel|clicked-job|moderation|private-jobs|report))\.ts$/,
  leases:
    /^src\/(jobs\/(other-processes|sql\/(take-over|held-servers|fair-share))|store\/(processes|locks|machine|deferrals|postgres\/(membership|bot-lock)))\.ts$/,
};

/** Which of them a file decides. */
export function guardOf(file: string): string | undefined {
  return Object.keys(GUARDED).find((guard) => GUARDED[guard]?.test(file));
}
