import { describe, expect, it } from "vitest";
import { readPoint, toFields } from "../../../widget/map/point";

describe("a point of the form", () => {
  it("comes back as it was put in, to ten centimetres", () => {
    const fields = toFields({ lat: 60.1718999999, lon: -24.9414 });
    expect(fields).toEqual(["60.171900", "-24.941400"]);
    expect(readPoint(...fields)).toEqual({ lat: 60.1719, lon: -24.9414 });
    expect(toFields(null)).toEqual(["", ""]);
  });

  it.each([
    ["", ""],
    ["60.1", ""],
    ["91", "24"],
    ["60", "181"],
    ["north", "24"],
  ])("is none in %j and %j", (lat, lon) => {
    expect(readPoint(lat, lon)).toBeNull();
  });
});
