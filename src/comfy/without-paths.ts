/** The drive that a path begins with. */
const DRIVE = /(?<![\w.\\/])[a-z]:(?=[\\/]+[^\s'"\\/:;,()<>[\]])/gi;

/**
 * What may be a path: all that stands between spaces, quotes, brackets and the like. Each is taken
 * whole and looked at once, however many slashes it has.
 */
const PATH_LIKE = /[^\s'":;,()<>[\]]+/g;

/** The beginning of an obvious path: from the root, the home, `.` or `..`. */
const BEGINNING = /(?<![\w.])(?:~|\.{1,2})?[\\/]/;

/**
 * Keeps only the last name of each path in a text, which says which file, and not where. Two names
 * with a slash between them are no path: they may be a model's.
 */
export function withoutPaths(text: string): string {
  return text.replace(DRIVE, '').replace(PATH_LIKE, (whole) => {
    let end = whole.length;
    while (isSlash(whole[end - 1])) end -= 1;
    const path = whole.slice(0, end);
    const start = path.search(BEGINNING);
    const left = start === -1 ? path : path.slice(0, start) + lastName(path);
    const isPath = left.split(/[\\/]+/).length > 2;
    return (isPath ? lastName(left) : left) + whole.slice(end);
  });
}

function isSlash(character: string | undefined): boolean {
  return character === '/' || character === '\\';
}

function lastName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
