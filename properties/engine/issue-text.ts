import type { z } from 'zod';

/** The first thing wrong with a document, with its place as one would write it in a program. */
export function issueText(error: z.ZodError): string {
  const issue = error.issues[0]!;
  const place = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  const message = issue.code === 'unrecognized_keys' ? `unknown field ${issue.keys.join(', ')}` : issue.message;
  return `${place.replace(/^\./, '') || 'the document'}: ${message.replace(/\s+/g, ' ')}`;
}
