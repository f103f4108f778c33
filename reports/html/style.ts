/** How our pages look: one column that grows to two and three, light or dark as the reader has it. */
export const PAGE_STYLE = `
:root{--ink:#1b1f24;--dim:#57606a;--faint:#d8dee4;--paper:#fff;--raised:#f6f8fa;--good:#1a7f37;--bad:#c8102e;--warn:#8a5a00;
--line1:#0072b2;--line2:#d55e00;--line3:#009e73}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#9aa5b1;--faint:#363d46;--paper:#0f1419;--raised:#171d24;
--good:#56d364;--bad:#ff6b7a;--warn:#e3b341;--line1:#56b4e9;--line2:#f0935a;--line3:#4fd3a8}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1440px;padding:16px clamp(12px,2.5vw,32px) 48px;background:var(--paper);color:var(--ink);
font:15px/1.5 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
.patterns{position:absolute}
h1{font-size:1.5rem;line-height:1.25;margin:.2em 0 .3em}
h2{font-size:1.2rem;margin:2em 0 .5em;padding-bottom:.2em;border-bottom:1px solid var(--faint)}
h3{font-size:1rem;margin:0 0 .3em}
p{margin:.4em 0;max-width:90ch}
a{color:var(--line1)}
code,pre{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:.86em}
pre{background:var(--raised);border:1px solid var(--faint);border-radius:6px;padding:8px 10px;white-space:pre-wrap;margin:.5em 0}
.dim{color:var(--dim)}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
.good,.bad,.warn{font-weight:600}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,170px),1fr));gap:8px;margin:1em 0;padding:0;list-style:none}
.facts li{background:var(--raised);border:1px solid var(--faint);border-radius:6px;padding:6px 10px}
.facts b{display:block;font-size:1.15rem;line-height:1.3}
table{border-collapse:collapse;width:100%;font-size:.9em}
th{text-align:left;color:var(--dim);font-weight:600}
th,td{padding:3px 12px 3px 0;border-bottom:1px solid var(--faint);vertical-align:top}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:normal}
td.name{overflow-wrap:break-word}
.scroll{overflow-x:auto}
td.nowrap{white-space:nowrap;overflow-wrap:normal}
.finding{border:1px solid var(--faint);border-left:4px solid var(--bad);border-radius:6px;padding:10px 14px;margin:14px 0}
details.finding summary{color:var(--ink);font-weight:600}
.index{columns:340px;column-gap:28px;font-size:.9em;padding-left:2em}
.finding.known{border-left-color:var(--warn)}
.panels{columns:340px;column-gap:28px;margin:12px 0}
.panels .panel{display:block;width:100%;height:auto;max-width:520px;break-inside:avoid;margin-bottom:18px}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:14px 28px}
.plots svg{display:block;width:100%;height:auto;max-width:640px}
summary{cursor:pointer;color:var(--dim)}
.choice input{margin:0 .3em 0 0}.choice label{margin-right:1.2em}.choice .plots{display:none;margin-top:12px}
#growth-0:checked~.chosen-0,#growth-1:checked~.chosen-1,#growth-2:checked~.chosen-2,#growth-3:checked~.chosen-3{display:grid}
.plot .series{fill:none;stroke-width:2;stroke-linejoin:round}
.plot .s1{stroke:var(--line1)}.plot .s2{stroke:var(--line2);stroke-dasharray:6 3}
@media (max-width:440px){.panels{columns:auto}}
@media (max-width:620px){.finding{padding:8px}.wide{display:none}th,td{padding-right:8px}}
`.trim();
