/**
 * Cuts functions out of a C file by name: the wanted ones and, transitively, every function of the same file that they
 * call, in file order and unchanged. Kernel style makes this mechanical: a definition starts in column 0 and ends at the
 * first line that is `}` alone.
 */

/** One function definition: its name and the lines it spans (0-based, inclusive). */
interface Definition {
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

const HEAD = /^[A-Za-z_][\w\s*]*?\b(\w+)\s*\(/;
const NOT_A_HEAD =
  /^(struct|enum|union|typedef|extern|EXPORT_|DEFINE_|module_|#|\/|return)\b.*[;{]\s*$|^(EXPORT|DEFINE|MODULE)/;

/** All function definitions of a file. */
export function definitionsOf(lines: readonly string[]): Definition[] {
  const found: Definition[] = [];
  for (let open = 0; open < lines.length; open++) {
    if (lines[open] !== '{') continue;
    const first = headOf(lines, open);
    const name = first === null ? null : nameOf(lines.slice(first, open).join(' '));
    const last = lines.indexOf('}', open);
    if (first !== null && name !== null && last > 0) found.push({ name, first, last });
  }
  return found;
}

/** The first line of the declaration whose body opens at `open`: back to the line after a blank, `;`, `}` or comment end. */
function headOf(lines: readonly string[], open: number): number | null {
  let first = open;
  while (first > 0 && !/^\s*$|[;}]\s*$|\*\/\s*$|^#/.test(lines[first - 1]!)) first--;
  return first < open && !NOT_A_HEAD.test(lines[first]!) ? first : null;
}

function nameOf(head: string): string | null {
  return HEAD.exec(head)?.[1] ?? null;
}

/**
 * The source text of `wanted` and of all that they call, each under a `#line` directive.
 * Names in `wanted` that the file does not define are left out; an error if it defines none of them. What `ours` names
 * is supplied elsewhere: neither it nor what it calls is taken.
 */
export function extractFunctions(
  source: string,
  path: string,
  wanted: readonly string[],
  ours: readonly string[] = [],
): string {
  const lines = source.split('\n');
  const definitions = definitionsOf(lines);
  const byName = new Map(definitions.map((d) => [d.name, d]));
  const taken = new Set<Definition>();
  const queue = wanted.flatMap((name) => byName.get(name) ?? []);
  if (queue.length === 0) throw new Error(`${path} defines none of ${wanted.join(', ')}`);
  for (let d = queue.pop(); d !== undefined; d = queue.pop()) {
    if (taken.has(d)) continue;
    taken.add(d);
    const body = lines.slice(d.first, d.last + 1).join('\n');
    for (const [, callee] of body.matchAll(/\b(\w+)\s*\(/g)) {
      const other = byName.get(callee!);
      if (other !== undefined && !ours.includes(callee!)) queue.push(other);
    }
  }
  return [...taken]
    .sort((a, b) => a.first - b.first)
    .map((d) => `#line ${d.first + 1} "${path}"\n${lines.slice(d.first, d.last + 1).join('\n')}\n`)
    .join('\n');
}
