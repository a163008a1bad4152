/** The wire's limit. */
const MAX_PHONE_CHARS = 20;
/** As the service reads them: with a country's code, or without one as Finnish. */
const PHONE = /^(?:(?:\+|00)[1-9]\d{5,14}|0[1-9]\d{2,11})$/;

/** Whether the service can read a telephone number as it is typed, with spaces, brackets or dashes. */
export function isPhone(typed: string): boolean {
  const number = typed.trim();
  return number.length <= MAX_PHONE_CHARS && PHONE.test(number.replace(/[ ()-]/g, ""));
}
