import type { RouteParts } from '../parts/dte';

/** Words of a DTE: four qwords. */
const DTE_WORDS = 8;
/** rmp.md 4.9: Mode has no 7, GLX no 3, guest levels no 2 and 3. */
const MOST_LEVELS = 6;
const MOST_GCR3_LEVELS = 3;
const MOST_GUEST_LEVELS = 5;

/** rmp.md 4.9: DTE of a T = 0 request. */
const routeUntrusted: RouteParts['routeUntrusted'] = (d) => {
  const { parts, route, dtes } = d;
  const at = d.device * DTE_WORDS;
  route.mode = parts.dteMode(dtes, at);
  route.hasS1 = parts.s1Present(parts.dteGuestValid(dtes, at), d.pasid, parts.dteGiov(dtes, at));
  route.gcr3Levels = parts.dteGcr3Levels(dtes, at);
  route.s1Levels = parts.dteGuestLevels(dtes, at);
  if (!parts.dteTranslationValid(dtes, at)) {
    parts.ioPageFault(d, 0);
    return false;
  }
  if (!parts.levelsAreLegal(d) || (route.mode === 0 && parts.mode0IsIllegal(d, route.hasS1))) {
    parts.illegalDte(d);
    return false;
  }
  route.root = d.rmp.parts.stripCBit(d.rmp, parts.dteRoot(dtes, at));
  route.read = parts.dteRead(dtes, at);
  route.write = parts.dteWrite(dtes, at);
  route.gcr3Root = parts.dteGcr3Root(dtes, at);
  return true;
};

/** SDTE of a T = 1 request. */
const routeTrusted: RouteParts['routeTrusted'] = (d) => {
  const { parts, route } = d;
  const sdte = d.sdtes[d.device] ?? null;
  if (sdte === null || !sdte.valid) {
    parts.illegalDte(d);
    return false;
  }
  route.mode = sdte.mode;
  route.hasS1 = sdte.s1Root !== null;
  route.gcr3Levels = 0;
  route.s1Levels = sdte.s1Levels;
  if (!parts.levelsAreLegal(d) || (sdte.mode === 0 && parts.mode0IsIllegal(d, route.hasS1))) {
    parts.illegalDte(d);
    return false;
  }
  route.root = d.rmp.parts.stripCBit(d.rmp, sdte.hostRoot);
  route.read = true;
  route.write = true;
  route.s1Root = sdte.s1Root ?? 0;
  route.asid = sdte.asid;
  route.vmpl = sdte.vmpl;
  route.vtom = sdte.vtom ?? -1;
  return true;
};

const levelsAreLegal: RouteParts['levelsAreLegal'] = ({ route }) =>
  route.mode <= MOST_LEVELS &&
  (!route.hasS1 || (route.gcr3Levels <= MOST_GCR3_LEVELS && route.s1Levels <= MOST_GUEST_LEVELS));

/** rmp.md 4.9: GV, and a PASID or GIOV. */
const s1Present: RouteParts['s1Present'] = (guestValid, pasid, giov) => guestValid && (pasid >= 0 || giov);

/** DTE_MODE0_ILLEGAL and S1_ONLY_ON_SNP; both only while SNP is on (rmp.md 4.3). */
const mode0IsIllegal: RouteParts['mode0IsIllegal'] = (d, s1) =>
  d.rmp.cpuSnpEnabled && (s1 ? d.assume.S1_ONLY_ON_SNP === 'illegal_config' : d.assume.DTE_MODE0_ILLEGAL);

export const routeParts: RouteParts = { routeUntrusted, routeTrusted, levelsAreLegal, s1Present, mode0IsIllegal };
