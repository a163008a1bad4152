import { describe, expect, test } from "vitest";

import { fillPlaces, gapAfter, gapBefore, gapsIn } from "../../../../widget/agent/replies/places";

const UNKNOWN = { opens_at: "{…opening time}" };

describe("filling in", () => {
  test("what is known takes its place, and the agent's own gaps stay", () => {
    const text = "I am {agent}. {…question} Then {agent} again.";
    expect(fillPlaces(text, { agent: "Aino" }, UNKNOWN)).toBe("I am Aino. {…question} Then Aino again.");
  });

  test("what is not known becomes a gap that the agent sees", () => {
    expect(fillPlaces("Again {opens_at}.", { opens_at: "" }, UNKNOWN)).toBe("Again {…opening time}.");
  });

  test("a name with braces in it is a name", () => {
    expect(fillPlaces("{agent}, {queue}", { agent: "{queue}", queue: "Advice" }, {})).toBe("{queue}, Advice");
  });
});

describe("gaps", () => {
  const text = "1. {…first}\n2. {…then}";
  const [first, then] = gapsIn(text);

  test("are named and found in their order", () => {
    expect(gapsIn(text).map(({ name }) => name)).toEqual(["first", "then"]);
    expect(text.slice(first?.start, first?.end)).toBe("{…first}");
  });

  test("are not what somebody writes in braces", () => {
    expect(gapsIn("{x} {} … {… not ended")).toEqual([]);
  });

  test("follow each other from the selected one on, and end", () => {
    expect(gapAfter(text, 0)).toEqual(first);
    expect(gapAfter(text, first!.end)).toEqual(then);
    expect(gapAfter(text, then!.end)).toBeNull();
    expect(gapBefore(text, text.length)).toEqual(then);
    expect(gapBefore(text, then!.start)).toEqual(first);
    expect(gapBefore(text, first!.start)).toBeNull();
  });

  test("with the cursor inside one it is the next to select, either way", () => {
    expect(gapAfter(text, first!.start + 2)).toEqual(first);
    expect(gapBefore(text, first!.start + 2)).toEqual(first);
  });
});
