/**
 * Colours and type of all pictures. Kinds of memory have colours that people with the common kinds of colour blindness
 * tell apart (Okabe and Ito's palette), and a pattern each; what is wrong has an outline and a sign besides its colour.
 */
export const PICTURE_STYLE = `
.picture{--ink:#1b1f24;--dim:#57606a;--faint:#d8dee4;--paper:#fff;--ram:#56b4e9;--mmio:#e69f00;--private:#009e73;
--unvalidated:#7fd1b9;--shared:#9bc7f0;--firmware:#b39bc8;--bad:#c8102e;--badtint:#fde7ea;--mark:#0b57d0;--marktint:#e4edfb}
@media (prefers-color-scheme:dark){.picture{--ink:#e6edf3;--dim:#9aa5b1;--faint:#363d46;--paper:#0f1419;--ram:#3d8fc0;
--mmio:#b87f00;--private:#00805d;--unvalidated:#3f7766;--shared:#3f6ea0;--firmware:#7d6695;--bad:#ff6b7a;--badtint:#3b1419;
--mark:#8ab4f8;--marktint:#172a45}}
.picture text{font:12px/1 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:var(--ink)}
.picture .mono{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:11px}
.picture .small{font-size:11px}
.picture .tiny{font-size:10px}
.picture .heading{font-size:14px;font-weight:600}
.picture .dim{fill:var(--dim)}
.picture .bad{fill:var(--bad);font-weight:600}
.picture .bold{font-weight:600}
.picture .onbad{fill:var(--paper);font-weight:600}
.picture .k-ram{fill:var(--ram)}.picture .k-mmio{fill:var(--mmio)}.picture .k-private{fill:var(--private)}
.picture .k-unvalidated{fill:var(--unvalidated)}.picture .k-shared{fill:var(--shared)}.picture .k-firmware{fill:var(--firmware)}
.picture .p-mmio{fill:url(#p-mmio)}.picture .p-private{fill:url(#p-private)}.picture .p-unvalidated{fill:url(#p-unvalidated)}
.picture .p-firmware{fill:url(#p-firmware)}.picture .p-ram,.picture .p-shared{fill:none}
.picture .pattern{stroke:var(--paper);stroke-width:1;fill:none;opacity:.75}
.picture .grid{stroke:var(--paper);stroke-width:.6;fill:none;opacity:.55}
.picture .pale{opacity:.22}
.picture .pale.wrong{opacity:.5}
.picture .edge{fill:none;stroke:var(--ink);stroke-width:1}
.picture .hair{stroke:var(--faint);stroke-width:1;fill:none}
.picture .branch{stroke:var(--dim);stroke-width:1;fill:none}
.picture .ghost{fill:none;stroke:var(--dim);stroke-width:1;stroke-dasharray:3 3}
.picture .wrongedge{fill:none;stroke:var(--bad);stroke-width:2.5}
.picture .lacking{fill:var(--badtint);stroke:var(--bad);stroke-width:1.5;stroke-dasharray:4 3}
.picture .bit0{fill:none;stroke:var(--faint)}.picture .bit1{fill:var(--faint);stroke:var(--dim)}
.picture .badbox{fill:var(--bad)}
.picture .badtint{fill:var(--badtint)}
.picture .touched{stroke:var(--mark);stroke-width:3;fill:none}
.picture .named{stroke:var(--mark);stroke-width:2;fill:none}
.picture .touchedtint{fill:var(--marktint)}
.picture .mark{fill:var(--mark);font-weight:600}
.picture .paper{fill:var(--paper)}
.picture .paperbox{fill:var(--paper);stroke:var(--dim);stroke-width:1}
`.trim();

/** The patterns that the style names: once in each document. */
export const PATTERNS =
  '<defs>' +
  '<pattern id="p-mmio" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" class="pattern"/></pattern>' +
  '<pattern id="p-private" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M2 3h2M3 2v2" class="pattern"/></pattern>' +
  '<pattern id="p-unvalidated" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M3 4h1" class="pattern"/></pattern>' +
  '<pattern id="p-firmware" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 3h6" class="pattern"/></pattern>' +
  '</defs>';
