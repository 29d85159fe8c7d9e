import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** An extra byte string of a certificate (RFC 5280 section 4.2): `value` is the DER inside the octet string. */
interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

/** Whom a certificate names, for how long, and what it may be used for. */
export interface CertificateRequest {
  readonly commonName: string;
  readonly organization: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly use:
    | { readonly kind: 'authority' }
    | { readonly kind: 'client' }
    | { readonly kind: 'server'; readonly hosts: readonly string[]; readonly addresses: readonly Buffer[] };
}

/** A certificate and its private key, both PEM, and what is needed to sign others with it. */
export interface Credential {
  readonly certificate: string;
  readonly privateKey: string;
  readonly issuer: { readonly name: Buffer; readonly key: KeyObject };
}

const SIGNATURE = sequence(oid('1.2.840.10045.4.3.2')); // ecdsa-with-SHA256

/** Makes a key on P-256 and an X.509 v3 certificate for it, signed by `issuer`, or by itself when there is none. */
export function makeCredential(request: CertificateRequest, issuer: Credential | undefined): Credential {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = distinguishedName(request);
  const signer = issuer?.issuer ?? { name, key: keys.privateKey };
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' });
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    SIGNATURE,
    signer.name,
    sequence(generalizedTime(request.notBefore), generalizedTime(request.notAfter)),
    name,
    publicKey,
    tagged(3, sequence(...extensions(request, publicKey).map(encodeExtension))),
  );
  const certificate = sequence(body, SIGNATURE, bitString(sign('sha256', body, signer.key), 0));
  return {
    certificate: pem(certificate),
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    issuer: { name, key: keys.privateKey },
  };
}

function extensions({ use }: CertificateRequest, publicKey: Buffer): readonly Extension[] {
  const keyId = createHash('sha1').update(publicKey).digest();
  const subjectKeyId = { oid: '2.5.29.14', critical: false, value: element(0x04, keyId) };
  switch (use.kind) {
    case 'authority':
      return [
        { oid: '2.5.29.19', critical: true, value: sequence(element(0x01, Buffer.from([0xff]))) },
        { oid: '2.5.29.15', critical: true, value: bitString(Buffer.from([0b0000_0110]), 1) }, // certificates and CRLs
        subjectKeyId,
      ];
    case 'client':
      return [endEntityUse('1.3.6.1.5.5.7.3.2'), subjectKeyId];
    case 'server':
      return [endEntityUse('1.3.6.1.5.5.7.3.1'), subjectKeyId, alternativeNames(use.hosts, use.addresses)];
  }
}

function endEntityUse(purpose: string): Extension {
  return { oid: '2.5.29.37', critical: false, value: sequence(oid(purpose)) };
}

function alternativeNames(hosts: readonly string[], addresses: readonly Buffer[]): Extension {
  const dns = hosts.map((host) => element(0x82, Buffer.from(host, 'ascii')));
  const ip = addresses.map((address) => element(0x87, address));
  return { oid: '2.5.29.17', critical: false, value: sequence(...dns, ...ip) };
}

function encodeExtension(extension: Extension): Buffer {
  const critical = extension.critical ? [element(0x01, Buffer.from([0xff]))] : [];
  return sequence(oid(extension.oid), ...critical, element(0x04, extension.value));
}

function distinguishedName({ organization, commonName }: CertificateRequest): Buffer {
  const part = (type: string, text: string): Buffer =>
    element(0x31, sequence(oid(type), element(0x0c, Buffer.from(text, 'utf8'))));
  return sequence(part('2.5.4.10', organization), part('2.5.4.3', commonName));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

// DER (X.690): every element is a tag, a length and a content.

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  const bytes = size < 0x100 ? [size] : [size >> 8, size & 0xff];
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function tagged(number: number, content: Buffer): Buffer {
  return element(0xa0 | number, content);
}

function integer(bytes: Buffer): Buffer {
  return element(0x02, bytes);
}

function bitString(bytes: Buffer, unusedBits: number): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([unusedBits]), bytes]));
}

function generalizedTime(date: Date): Buffer {
  return element(0x18, Buffer.from(`${date.toISOString().replace(/\.\d+Z$|[-:T]/g, '')}Z`, 'ascii'));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(number: number): number[] {
  const digits = [number & 0x7f];
  for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
    digits.unshift(0x80 | (left & 0x7f));
  return digits;
}
