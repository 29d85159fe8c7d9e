import { expect, it } from 'vitest';
import { least, settingsScene } from './settings-scene.ts';

const { settings, complaints } = settingsScene();

it('pins know where they stand, and the rest is taken as it is', async () => {
  const text = `${least}pins:\n  root@x.example: [ann@x.example]\nfolders: { sales/eu: ["eu-*@x.example"] }\n`;
  const { pins, folders } = await settings(text);
  expect(pins['root@x.example']).toMatchObject({ members: ['ann@x.example'], source: { line: 5 } });
  expect(folders).toEqual({ 'sales/eu': ['eu-*@x.example'] });
});

it('what could guard nothing is refused', async () => {
  const text = `${least}pins: { root: [ann@x.example], A@x.example: [b], a@x.example: [] }
folders: { ../other: ["*@x.example"], /sales: ["*@x.example"], sales: ["sales-*"] }
mail: { internal: ["all"], forbiddenDomains: ["ann@x.example"] }
`;
  expect((await complaints(text)).map((one) => one.replace(/^\S+ /, ''))).toEqual([
    'RC302 mail.internal: "all" fits no address',
    'RC304 mail.internal needs mail.domains',
    'RC302 mail.forbiddenDomains: "ann@x.example" is not a domain',
    'RC302 folders: "../other" is not a path below the manifests',
    'RC302 folders: "/sales" is not a path below the manifests',
    'RC302 folders.sales: "sales-*" fits no address',
    'RC302 pins: "root" has no domain',
    'RC302 pins: "b" has no domain',
    'RC304 pins names a@x.example twice',
  ]);
});
