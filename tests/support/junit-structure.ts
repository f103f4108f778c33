import type { ReadElement } from './xml';

interface Shape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly children: readonly string[];
  /** True if character data may stand in it. */
  readonly text: boolean;
}

const COUNTS = ['tests', 'failures', 'errors'];
const message: Shape = { required: [], optional: ['type', 'message'], children: [], text: true };
const output: Shape = { required: [], optional: [], children: [], text: true };

/** The elements that we write, as junit-10.xsd of the Jenkins plugin xunit has them. */
const SHAPES: Readonly<Record<string, Shape>> = {
  testsuites: { required: [], optional: ['name', 'time', ...COUNTS], children: ['testsuite'], text: false },
  testsuite: {
    required: ['name', ...COUNTS],
    optional: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
    text: false,
  },
  properties: { required: [], optional: [], children: ['property'], text: false },
  property: { required: ['name', 'value'], optional: [], children: [], text: false },
  testcase: {
    required: ['name'],
    optional: ['time', 'classname', 'group'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
    text: false,
  },
  failure: message,
  error: message,
  skipped: message,
  'system-out': output,
  'system-err': output,
};

/** SUREFIRE_TIME, as far as anybody writes it: seconds with a fraction. */
const TIME = /^\d+(\.\d+)?$/;

/** What is wrong with a document by the structure of JUnit XML; empty where nothing is. */
export function junitFaults(root: ReadElement): string[] {
  return root.name === 'testsuites' ? faultsOf(root, root.name) : [`the root is ${root.name}`];
}

function faultsOf({ name, attributes, children, text }: ReadElement, place: string): string[] {
  const shape = SHAPES[name];
  if (shape === undefined) return [`${place}: no such element`];
  const allowed = [...shape.required, ...shape.optional];
  const { time } = attributes;
  return [
    ...shape.required.filter((key) => !(key in attributes)).map((key) => `${place}: no attribute ${key}`),
    ...Object.keys(attributes)
      .filter((key) => !allowed.includes(key))
      .map((key) => `${place}: attribute ${key}`),
    ...(time === undefined || TIME.test(time) ? [] : [`${place}: time ${time}`]),
    ...(shape.text || text.trim() === '' ? [] : [`${place}: text '${text.trim()}'`]),
    ...children.flatMap((child, i) => {
      const at = `${place}/${child.name}[${i}]`;
      return shape.children.includes(child.name) ? faultsOf(child, at) : [`${at}: not here`];
    }),
  ];
}
