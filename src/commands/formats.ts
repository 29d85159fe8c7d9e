/** How a plan can be written. */
export const planFormats = ['text', 'markdown', 'json', 'ldif'] as const;

/** How diagnostics can be written. */
export const diagnosticFormats = ['text', 'markdown', 'json', 'github', 'sarif'] as const;

/** How the report of an apply can be written. */
export const applyFormats = ['text', 'markdown', 'json'] as const;

/** How the report of an unattended run can be written. */
export const reconcileFormats = ['text', 'markdown', 'json'] as const;

/** How the report of an import can be written. */
export const importFormats = ['text', 'json'] as const;

/** How a diagnosis can be written. */
export const doctorFormats = ['text', 'json'] as const;

/** How a comparison of two revisions can be written. */
export const diffFormats = ['text', 'markdown', 'json'] as const;

/** How the history of a group can be written. */
export const logFormats = ['text', 'json'] as const;

/** How an expansion can be written. */
export const expandFormats = ['text', 'json'] as const;

/** How the ways to an address can be written. */
export const whyFormats = ['text', 'json'] as const;

/** Where the groups are read from when mail is followed. */
export const mailSources = ['manifests', 'directory', 'both'] as const;

/** How the list of rules can be written. */
export const rulesFormats = ['text', 'json'] as const;
/** How a Postfix configuration can be written. */
export const postfixFormats = ['text', 'json'] as const;

/** The profiles that settings can name. */
export const profileNames = ['postfix-book', 'nis-mail-alias'] as const;

/** The shells that commands can be completed in. */
export const shellNames = ['bash', 'zsh', 'fish'] as const;

/** Which JSON Schemas can be printed. */
export const schemaNames = [
  'group',
  'settings',
  'plan',
  'saved-plan',
  'apply',
  'reconcile',
  'diagnostics',
  'doctor',
  'diff',
  'log',
  'expand',
  'why',
  'rules',
  'postfix',
] as const;
