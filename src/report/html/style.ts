/**
 * All that the page looks like. Charts refer to the same variables, so that light, dark and paper are one drawing.
 * Colours of marks (--c1 to --c6) keep 3:1 to the background, words 4.5:1, in both.
 */
export const STYLE = `
:root{color-scheme:light dark;
--bg:#fff;--ink:#1c2127;--muted:#57606a;--line:#d5dbe1;--grid:#e9edf1;--axis:#8c959f;--band:#dce6f0;--shade:#f6e4d2;
--good:#0b6b34;--bad:#b3261e;--warn:#835400;--alarm:#b3261e;--link:#0757a6;--soft:#f5f7f9;
--c0:#1c2127;--c1:#0072b2;--c2:#c54b00;--c3:#00785a;--c4:#9b3f86;--c5:#8a6a00;--c6:#5b5bd0;
--font:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{
--bg:#14181d;--ink:#e3e8ed;--muted:#a3adb8;--line:#333b45;--grid:#262d35;--axis:#6b7682;--band:#25384b;--shade:#453420;
--good:#66d394;--bad:#ff8f85;--warn:#f0c060;--alarm:#ff8f85;--link:#79b8ff;--soft:#1b2027;
--c0:#e3e8ed;--c1:#58b4ec;--c2:#f78e4f;--c3:#39c79c;--c4:#e396d2;--c5:#dfb53c;--c6:#a5a4ff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0 auto;max-width:68rem;padding:0 1.25rem 3rem;background:var(--bg);color:var(--ink);font:1rem/1.5 var(--font);overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul,dl,figure{margin:0}
h1{font-size:1.6rem;line-height:1.3;font-weight:650;padding-left:.85rem;border-left:.3rem solid var(--axis);letter-spacing:-.005em}
h1.pass{border-color:var(--good)}h1.warn,h1.skip{border-color:var(--warn)}h1.fail,h1.error{border-color:var(--bad)}
h2{font-size:1.3rem;line-height:1.3;font-weight:650;padding-top:2.75rem;margin-bottom:.3rem}
h3{font-size:1.02rem;font-weight:650}
h4{font-size:.9rem;font-weight:600;margin-bottom:.35rem}
a{color:var(--link)}
.kicker{color:var(--muted);font-size:.9rem;margin:2.25rem 0 .8rem;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem}
.kicker b{color:var(--ink);font-weight:650}
.sub{color:var(--muted);font-size:.9rem;margin:.75rem 0 1rem}
h2+.sub{margin-top:0}
.more{color:var(--muted);font-size:.88rem;margin:.5rem 0}
nav ul{list-style:none;padding:.55rem 0;margin:1.25rem 0 0;display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;border-block:1px solid var(--line);font-size:.92rem}
.scroll{overflow-x:auto;margin:.75rem 0;border-block:1px solid var(--line)}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.86rem;font-variant-numeric:tabular-nums}
th,td{padding:.38rem .5rem;text-align:left;vertical-align:top;overflow-wrap:normal}
th:first-child,td:first-child{padding-left:.25rem}
th:last-child,td:last-child{padding-right:.25rem}
thead th,thead td{color:var(--muted);font-weight:500;border-bottom:1px solid var(--line);vertical-align:bottom}
tbody th{font-weight:600;min-width:9rem;overflow-wrap:anywhere}
tbody tr+tr>*{border-top:1px solid var(--grid)}
td{white-space:nowrap}td.long{white-space:normal;min-width:13.5rem}
.n{text-align:right}
.g{text-align:center;border-bottom:1px solid var(--grid)}
.good{color:var(--good);font-weight:600}.bad{color:var(--bad);font-weight:600}.alarm{color:var(--alarm);font-weight:600}
.warn>b,span.warn{color:var(--warn);font-weight:600}.invalid>b{color:var(--alarm)}.note>b,.faint{color:var(--muted)}
.notes{list-style:none;padding:0;margin:.75rem 0;font-size:.92rem}
.notes li{padding:.32rem 0 .32rem .8rem;border-left:.2rem solid var(--line);margin-bottom:.3rem}
.notes li.invalid{border-color:var(--alarm)}.notes li.warn{border-color:var(--warn)}
.notes b{font-weight:600;margin-right:.3rem}
dl{font-size:.92rem;margin:.75rem 0}
dl>div{display:grid;grid-template-columns:minmax(8rem,13rem) 1fr;gap:.1rem 1rem;padding:.3rem 0;border-top:1px solid var(--grid)}
dl>div:first-child{border-top:0}
dt{color:var(--muted)}dd{margin:0;font-variant-numeric:tabular-nums}dd span{display:block}
details{margin:.6rem 0;font-size:.92rem}
summary{cursor:pointer;color:var(--link);width:fit-content}
pre{background:var(--soft);border:1px solid var(--line);border-radius:.35rem;padding:.65rem .85rem;overflow-x:auto;font:.88rem/1.5 var(--mono);white-space:pre-wrap}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;border:0;padding:0;margin:1.1rem 0 .4rem;font-size:.9rem}
.key legend{float:left;padding:0;margin-right:1.25rem;color:var(--muted)}
.key label{cursor:pointer;display:inline-flex;align-items:center;gap:.4rem}
.key input{margin:0;accent-color:var(--link)}
.swatch{width:34px;height:10px;flex:none;overflow:visible}
figure{margin:2rem 0 2.25rem;break-inside:avoid}
figcaption p{color:var(--muted);font-size:.9rem;max-width:46rem;margin:.15rem 0 .7rem}
.chart{display:block;width:100%;height:auto;overflow:visible}
.chart text{font:12px var(--font);font-variant-numeric:tabular-nums;paint-order:stroke;stroke:var(--bg);stroke-width:3px;stroke-linejoin:round}
.narrow{display:none}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:1.25rem 2.5rem}
footer{margin-top:3rem;padding-top:.75rem;border-top:1px solid var(--line);color:var(--muted);font-size:.85rem}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media screen and (min-width:70rem){
section>.scroll{width:min-content;min-width:100%;max-width:calc(100vw - 3.5rem);position:relative;left:50%;transform:translateX(-50%)}}
@media screen and (max-width:45rem){
body{padding-inline:.9rem}h1{font-size:1.3rem}
.wide{display:none}.narrow{display:block;max-width:30rem;margin-inline:auto}
dl>div{grid-template-columns:1fr}}
@media print{
:root{color-scheme:light;font-size:9pt}
body{max-width:none;padding:0}
nav,details:not([open]),.key input{display:none}
.key legend{display:none}
h2{break-after:avoid}.scroll{overflow:visible}
table{font-size:6.8pt}th,td{padding:.2rem .3rem}tbody th,td.long{min-width:0}
pre{border-color:#999}}
`.trim();
