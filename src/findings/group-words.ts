/** A typical member stands for the middle of a group; any other name means all of its members. */
export const groupWords = (group: string): string => (group.startsWith('typical ') ? group : `all ${group}`);

/** Who a group is made of, as the subject of a sentence: "women", "patients". */
export const membersOf = (group: string | undefined): string => MEMBERS.exec(group ?? '')?.[0] ?? 'people';

const MEMBERS = /\b(?:women|men|patients|people)\b/;
