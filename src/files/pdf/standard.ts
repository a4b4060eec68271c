import type { PrintProfile } from '../print-profile.js';

/** What a document says of itself, as XMP has it. */
export interface DocumentFacts {
  readonly title: string;
  readonly creator: string;
  readonly date: Date;
  /** Whether it keeps to PDF/X-4. */
  readonly x4: boolean;
  /** Of the file, 32 hexadecimal digits. */
  readonly id: string;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The properties of a document as XMP (ISO 16684-1); of PDF/X-4 (ISO 15930-7) with all that it asks for. */
export function xmpOf({ title, creator, date, x4, id }: DocumentFacts): string {
  const when = `${date.toISOString().slice(0, 19)}Z`;
  const described = (namespace: string, address: string, body: string): string =>
    `<rdf:Description rdf:about="" xmlns:${namespace}="${address}">${body}</rdf:Description>`;
  const media = `<xmpMM:DocumentID>uuid:${id}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>`;
  return [
    described(
      'dc',
      'http://purl.org/dc/elements/1.1/',
      `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title>`,
    ),
    described(
      'xmp',
      'http://ns.adobe.com/xap/1.0/',
      `<xmp:CreateDate>${when}</xmp:CreateDate><xmp:ModifyDate>${when}</xmp:ModifyDate><xmp:MetadataDate>${when}</xmp:MetadataDate><xmp:CreatorTool>${escaped(creator)}</xmp:CreatorTool>`,
    ),
    described(
      'pdf',
      'http://ns.adobe.com/pdf/1.3/',
      `<pdf:Producer>${escaped(creator)}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>`,
    ),
    described('xmpMM', 'http://ns.adobe.com/xap/1.0/mm/', media),
    ...(x4
      ? [
          described(
            'pdfxid',
            'http://www.npes.org/pdfx/ns/id/',
            '<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>',
          ),
        ]
      : []),
  ].join('\n');
}

/** An output intent for PDF/X (ISO 32000-1, 14.11.5): what a page is made for, by the profile in the file. */
export function outputIntent(profile: PrintProfile, stream: unknown): Record<string, unknown> {
  return {
    Type: 'OutputIntent',
    S: 'GTS_PDFX',
    OutputConditionIdentifier: new String('Custom'),
    OutputCondition: new String(profile.description),
    Info: new String(profile.description),
    DestOutputProfile: stream,
  };
}
