/** A place on earth (WGS 84, degrees), as the form's fields have it. */

export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** About ten centimetres: nobody points more exactly. */
const DECIMALS = 6;

/** The point of two fields; null where they hold none. */
export function readPoint(lat: string, lon: string): Point | null {
  const point = { lat: Number(lat), lon: Number(lon) };
  const isThere = lat.trim() !== "" && lon.trim() !== "";
  return isThere && Math.abs(point.lat) <= 90 && Math.abs(point.lon) <= 180 ? point : null;
}

/** What the fields hold for a point. */
export function toFields(point: Point | null): [string, string] {
  return point ? [point.lat.toFixed(DECIMALS), point.lon.toFixed(DECIMALS)] : ["", ""];
}
