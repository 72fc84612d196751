/** Asking again and again for one of these might do harm. */
const HARMFUL = /logout|signout|delete|remove|reset|shutdown|stop|kill|exit/i;
/** Made to fail, or to never end. */
const UNFIT = /(?:^|[/_-])(?:errors?|crash|throw|fail|boom|panic|sse|streams?|websockets?|ws|callback)(?:$|[/_-])/i;
const ENDLESS = /text\/event-stream|\bwebsocket\s*:\s*true/;
const AUTHOR = '(?!or(?!i[sz]))';
/** Lets nobody through who has not said who they are. */
const GUARD = new RegExp(
  `^(?:\\[\\s*)?(?:[\\w$]+\\s*\\.\\s*)*(?:\\w*auth${AUTHOR}\\w*|\\w*guard\\w*|protect\\w*|jwt\\w*|bearer\\w*|verify\\w*token\\w*|(?:require|ensure|is|check)_?(?:user|log|admin|role|perm)\\w*)\\b`,
  'i',
);
const GUARD_OPTION = new RegExp(
  `\\b(?:preHandler|preValidation|onRequest)\\b[^}]*(?:auth${AUTHOR}|guard|jwt|verify)`,
  'i',
);

/** Whether a path has no parameters and may be asked again and again. */
export function isFitPath(path: string): boolean {
  return /^\/[\w./~-]*$/.test(path) && !HARMFUL.test(path) && !UNFIT.test(path);
}

/** Whether what a source says of a route lets everybody get an answer that ends: its path, what comes before its handler, and that. */
export function isOpenRoute(words: readonly string[]): boolean {
  return !words.slice(1, -1).some(isGuard) && !words.some((word) => ENDLESS.test(word));
}

/** Whether words are something that asks who is there, or options with it. */
export function isGuard(words: string): boolean {
  return words.startsWith('{') ? GUARD_OPTION.test(words) : GUARD.test(words);
}
