import type { Language } from "../../shared/language";
import type { AgentView, Refused, ReplyBookView } from "../../shared/protocol";

const SESSION = "/api/agent/session";
const PASSWORD = "/api/agent/password";
const REPLIES = "/api/agent/replies";
// Argon2 takes a moment on purpose; beyond this the service is not answering.
const TIME_LIMIT_MS = 15_000;

/** An HTTP request was refused; `disconnected` when there was no answer at all. */
export class ApiRefused extends Error {
  constructor(
    readonly code: Refused["error"] | "disconnected",
    readonly retryAfterS = 0,
  ) {
    super(code);
  }
}

/** Return who is signed in, or null. */
export async function findAgent(): Promise<AgentView | null> {
  try {
    return (await answer<{ agent: AgentView }>(SESSION, "GET")).agent;
  } catch (error) {
    if (error instanceof ApiRefused && error.code === "unauthenticated") return null;
    throw error;
  }
}

export async function signIn(username: string, password: string): Promise<AgentView> {
  return (await answer<{ agent: AgentView }>(SESSION, "POST", { username, password })).agent;
}

export async function signOut(): Promise<void> {
  await call(SESSION, "DELETE");
}

export async function changePassword(current: string, next: string): Promise<void> {
  await call(PASSWORD, "POST", { current, new: next });
}

/** Return what there is to answer with; the browser keeps it, and asks whether it is still right. */
export async function fetchReplies(language: Language): Promise<ReplyBookView> {
  return await answer<ReplyBookView>(`${REPLIES}/${language}`, "GET", undefined, "no-cache");
}

export async function answer<T>(path: string, method: string, body?: object, cache?: RequestCache): Promise<T> {
  const response = await call(path, method, body, cache);
  return (await response.json()) as T;
}

async function call(
  path: string,
  method: string,
  body?: object,
  cache: RequestCache = "no-store",
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      cache,
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
      ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiRefused("disconnected");
  }
  if (response.ok) return response;
  throw await refusal(response);
}

async function refusal(response: Response): Promise<ApiRefused> {
  try {
    const { error, retry_after_s } = (await response.json()) as Partial<Refused>;
    if (error) return new ApiRefused(error, retry_after_s);
  } catch {
    // A proxy's error page is not JSON.
  }
  return new ApiRefused("unavailable");
}
