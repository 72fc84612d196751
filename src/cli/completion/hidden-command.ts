/** The command by which completion scripts ask what could be typed next; in no help. */
export const COMPLETE = '__complete';
