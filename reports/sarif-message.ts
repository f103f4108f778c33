/** A SARIF message; braces mark placeholders in it (SARIF 2.1.0, 3.11.5), so that those of the text are doubled. */
export const sarifMessage = (text: string): { readonly text: string } => ({ text: text.replace(/[{}]/g, '$&$&') });
