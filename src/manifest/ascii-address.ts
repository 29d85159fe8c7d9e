import { domainOf, localPartOf } from '../model/address.ts';

/** An address with its domain in ASCII (A-labels, RFC 5890); undefined when the local part is not ASCII, or there is no such domain. */
export function asciiAddress(address: string): string | undefined {
  const local = localPartOf(address);
  const domain = asciiDomain(domainOf(address));
  return /^[\u0000-\u007f]*$/.test(local) && domain !== undefined ? `${local}@${domain}` : undefined;
}

function asciiDomain(domain: string): string | undefined {
  const url = `http://${domain}/`;
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return /^[a-z0-9.-]+$/.test(host) ? host : undefined;
}
