import { createHash } from 'node:crypto';
import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from '../model/vocabulary';
import type { AnyTrace } from './finding';
import type { ReportedRun } from './run';
import { sarifMessage } from './sarif-message';

/** A file below the working directory is named from the root of the sources, any other one by its whole address. */
function artifactLocation(path: string): object {
  const isBelow = !isAbsolute(path) && !path.startsWith('..');
  if (!isBelow) return { uri: pathToFileURL(path).href };
  return { uri: path.split(sep).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

/** Op `index` of a finding's trace, as a line of the trace file; the number of ops stands for the trace's end. */
export function opLocation<T extends AnyTrace>(run: ReportedRun<T>, finding: Finding<T>, index: number): object {
  const { path, firstOpLine } = run.traceOf(finding);
  return { artifactLocation: artifactLocation(path), region: { startLine: firstOpLine + index } };
}

/** The trace, op by op, as a viewer of SARIF steps through a path; the op at which it breaks is the essential one. */
export function codeFlow<T extends AnyTrace>(run: ReportedRun<T>, finding: Finding<T>): object {
  const { trace, op: breaking } = finding.counterexample;
  const texts = trace.ops.map((op) => run.words.describeOp(op));
  if (breaking >= trace.ops.length) texts.push('end of the trace');
  const locations = texts.map((text, index) => ({
    location: { physicalLocation: opLocation(run, finding, index), message: sarifMessage(text) },
    executionOrder: index + 1,
    importance: index === breaking ? 'essential' : 'important',
  }));
  const message = sarifMessage(run.words.describeConfig(trace));
  return { message, threadFlows: [{ locations }] };
}

/** The subject and, within it, the kinds of op that findings are about: what a result is located in. */
export class LogicalLocations {
  private readonly ops: string[] = [];

  constructor(private readonly subject: string) {}

  /** A reference to a kind of op. */
  op(name: string): object {
    if (!this.ops.includes(name)) this.ops.push(name);
    return { index: 1 + this.ops.indexOf(name), fullyQualifiedName: this.qualified(name) };
  }

  /** `run.logicalLocations`: what the references point to. */
  all(): object[] {
    const { subject } = this;
    return [
      { name: subject, fullyQualifiedName: subject, kind: 'module' },
      ...this.ops.map((name) => ({
        name,
        fullyQualifiedName: this.qualified(name),
        kind: 'function',
        parentIndex: 0,
      })),
    ];
  }

  private qualified(op: string): string {
    return `${this.subject}/${op}`;
  }
}

/**
 * What stays the same of a finding from run to run: rule, kind of op, effect. GitHub takes the hash of a line for it;
 * given one, it does not compute its own, which would change with every seed.
 */
export function fingerprints(ruleId: string, { op, effect }: Finding<unknown>): object {
  const key = `${ruleId} ${op} ${effect}`;
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return {
    fingerprints: { 'finding/v1': key },
    partialFingerprints: { primaryLocationLineHash: `${hash}:1` },
  };
}
