import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../src/model/outcome.ts';
import { applyToJson } from '../../src/report/apply-json.ts';
import { applySchema } from '../../src/report/apply-schema.ts';
import { diffSchema } from '../../src/report/comparison-schema.ts';
import { diagnosticsSchema } from '../../src/report/diagnostics-schema.ts';
import { doctorSchema } from '../../src/report/doctor-schema.ts';
import { expandSchema } from '../../src/report/expand-schema.ts';
import { jsonSchemaText } from '../../src/report/json-schema.ts';
import { logSchema } from '../../src/report/log-schema.ts';
import { planToJson } from '../../src/report/plan-json.ts';
import { planSchema } from '../../src/report/plan-schema.ts';
import { roundSchema } from '../../src/report/round-schema.ts';
import { savedPlanSchema } from '../../src/report/saved-plan-schema.ts';
import { whySchema } from '../../src/report/why-schema.ts';
import { createStep, mediumPlan, planWith, updateStep } from './plans.ts';

const schemas = {
  plan: planSchema,
  'saved-plan': savedPlanSchema,
  apply: applySchema,
  reconcile: roundSchema,
  diagnostics: diagnosticsSchema,
  doctor: doctorSchema,
  diff: diffSchema,
  log: logSchema,
  expand: expandSchema,
  why: whySchema,
};

describe('the schema files', () => {
  for (const [name, schema] of Object.entries(schemas)) {
    it(`schema/${name}.schema.json is what the code generates`, async () => {
      await expect(jsonSchemaText(schema)).toMatchFileSnapshot(`../../schema/${name}.schema.json`);
    });
  }
});

describe('a plan as JSON', () => {
  it('agrees with its schema', () => {
    const document = planSchema.parse(JSON.parse(planToJson(mediumPlan(), { tool: '0.1.0' })));
    expect(document.steps.map(({ change }) => change.kind)).toEqual(['create', 'update', 'update', 'delete']);
  });

  it('has every value in full, bytes in base64, and absent things as null', () => {
    const step = updateStep('hq@example.net', [Uint8Array.of(0xff), ' x '], ['ann@example.net'], {});
    expect(planToJson(planWith({ steps: [step] }), { tool: '0.1.0' })).toMatchInlineSnapshot(`
      "{
        "format": "rollcall.plan",
        "version": 1,
        "tool": "0.1.0",
        "target": {
          "url": "ldap://ldap.example.net",
          "base": "ou=Groups,ou=Mail,dc=example,dc=net"
        },
        "fingerprint": "f00d",
        "summary": {
          "declared": 1,
          "unchanged": 0,
          "create": 0,
          "update": 1,
          "delete": 0,
          "membersAdded": 1,
          "membersRemoved": 2,
          "held": 0,
          "conflicts": 0,
          "unmanaged": 0,
          "ignored": 0,
          "spelling": 0,
          "drift": null
        },
        "steps": [
          {
            "change": {
              "kind": "update",
              "address": "hq@example.net",
              "dn": "mail=hq@example.net,ou=Groups,ou=Mail,dc=example,dc=net",
              "rename": null,
              "file": "groups/group.yaml",
              "members": {
                "add": [
                  {
                    "value": "ann@example.net",
                    "reason": null,
                    "via": [],
                    "query": null
                  }
                ],
                "remove": [
                  {
                    "base64": "/w=="
                  },
                  " x "
                ]
              },
              "aliases": {
                "add": [],
                "remove": []
              },
              "attributes": []
            },
            "operations": [
              {
                "kind": "modify",
                "dn": "mail=hq@example.net,ou=Groups,ou=Mail,dc=example,dc=net",
                "modifications": [
                  {
                    "kind": "delete",
                    "attribute": "mailGroupMember",
                    "values": [
                      {
                        "base64": "/w=="
                      },
                      " x "
                    ]
                  },
                  {
                    "kind": "add",
                    "attribute": "mailGroupMember",
                    "values": [
                      "ann@example.net"
                    ]
                  }
                ]
              }
            ],
            "inverse": [
              {
                "kind": "modify",
                "dn": "mail=hq@example.net,ou=Groups,ou=Mail,dc=example,dc=net",
                "modifications": [
                  {
                    "kind": "delete",
                    "attribute": "mailGroupMember",
                    "values": [
                      "ann@example.net"
                    ]
                  },
                  {
                    "kind": "add",
                    "attribute": "mailGroupMember",
                    "values": [
                      {
                        "base64": "/w=="
                      },
                      " x "
                    ]
                  }
                ]
              }
            ],
            "precondition": {
              "entryUuid": "7a1c0f1e-0000-1000-8000-000000000001",
              "entryCsn": null
            },
            "causes": null
          }
        ],
        "held": [],
        "exceptions": [],
        "conflicts": [],
        "unmanaged": [],
        "spelling": [],
        "mail": null,
        "upcoming": [],
        "notes": [],
        "diagnostics": [],
        "commits": [],
        "applied": null
      }
      "
    `);
  });

  it('is refused by its schema with a key too many or one too few', () => {
    const document = JSON.parse(planToJson(mediumPlan(), { tool: '0.1.0' }));
    expect(planSchema.safeParse({ ...document, extra: 1 }).success).toBe(false);
    expect(planSchema.safeParse({ ...document, notes: undefined }).success).toBe(false);
    expect(planSchema.safeParse({ ...document, version: 2 }).success).toBe(false);
  });
});

describe('the report of an apply as JSON', () => {
  it('has each step with its outcome and the counts', () => {
    const step = createStep('ops@example.net', { members: ['ann@example.net'] });
    const results: StepResult[] = [{ step, planned: step, outcome: { kind: 'failed', reason: 'no', hint: 'ask' } }];
    const target = { url: 'ldap://ldap.example.net', base: 'dc=example,dc=net' };
    const text = applyToJson(results, {
      tool: '0.1.0',
      target,
      left: { ...planWith({}), stale: [] },
      undoFile: undefined,
      causes: undefined,
    });
    expect(applySchema.parse(JSON.parse(text)).summary).toEqual({
      ...{ applied: 0, agreed: 0, undone: 0, failed: 1, skipped: 0, held: 0, conflicts: 0, stale: 0 },
    });
    expect(text).toMatchInlineSnapshot(`
      "{
        "format": "rollcall.apply",
        "version": 1,
        "tool": "0.1.0",
        "target": {
          "url": "ldap://ldap.example.net",
          "base": "dc=example,dc=net"
        },
        "summary": {
          "applied": 0,
          "agreed": 0,
          "failed": 1,
          "held": 0,
          "undone": 0,
          "skipped": 0,
          "conflicts": 0,
          "stale": 0
        },
        "steps": [
          {
            "change": {
              "kind": "create",
              "address": "ops@example.net",
              "dn": "mail=ops@example.net,ou=Groups,ou=Mail,dc=example,dc=net",
              "rename": null,
              "file": "groups/group.yaml",
              "members": {
                "add": [
                  {
                    "value": "ann@example.net",
                    "reason": null,
                    "via": [],
                    "query": null
                  }
                ],
                "remove": []
              },
              "aliases": {
                "add": [],
                "remove": []
              },
              "attributes": []
            },
            "causes": null,
            "replanned": false,
            "outcome": {
              "kind": "failed",
              "reason": "no",
              "hint": "ask"
            }
          }
        ],
        "held": [],
        "conflicts": [],
        "stale": [],
        "undo": null,
        "commits": []
      }
      "
    `);
  });

  it('has what was held back and the conflicts, and counts them', () => {
    const left = { ...mediumPlan(), stale: [] };
    const text = applyToJson([], { tool: '0.1.0', target: left.target, left, undoFile: undefined, causes: undefined });
    const { summary, held, conflicts } = applySchema.parse(JSON.parse(text));
    expect(summary).toEqual({
      applied: 0,
      agreed: 0,
      undone: 0,
      failed: 0,
      skipped: 0,
      held: 1,
      conflicts: 1,
      stale: 0,
    });
    const { limit, reason, remedy } = left.held[0] ?? expect.unreachable();
    expect(held).toEqual([
      {
        ...{ limit, reason, remedy, causes: null },
        change: expect.objectContaining({ kind: 'update', address: 'big@example.net' }),
      },
    ]);
    expect(conflicts).toEqual(left.conflicts);
  });
});
