import type { DraftImageView } from "../../shared/protocol";
import type { ImageTrouble } from "./texts";

/** What the service says of an image in `trouble`'s words; anything else is told as a failure. */
const TOLD: readonly string[] = ["unsupported_image", "broken_image", "too_large", "too_many_images", "rate_limited"];

/** The images of one form under way, for whoever has its secret. */
export class Uploads {
  constructor(
    private readonly server: string,
    private readonly draft: string,
  ) {}

  /** Send an image; its share that has gone out is told from 0 to 1. The same image again is the one that is there. */
  add(file: File, onProgress: (share: number) => void): Promise<DraftImageView | ImageTrouble> {
    // `fetch` tells nothing of an upload's progress.
    const request = new XMLHttpRequest();
    request.open("POST", new URL("/images", this.server));
    request.setRequestHeader("Luukku-Draft", this.draft);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    return new Promise((resolve) => {
      request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
      request.onloadend = () => resolve(outcome(request));
      request.send(file);
    });
  }

  /** Remove an image; true also if it was not there any more. */
  async remove(id: string): Promise<boolean> {
    try {
      const headers = { "Luukku-Draft": this.draft };
      const { ok, status } = await fetch(new URL(`/images/${id}`, this.server), { method: "DELETE", headers });
      return ok || status === 404;
    } catch {
      return false;
    }
  }
}

function outcome({ status, responseText }: XMLHttpRequest): DraftImageView | ImageTrouble {
  try {
    const answer = JSON.parse(responseText) as DraftImageView & { error?: string };
    if (status === 201) return answer;
    return TOLD.includes(answer.error ?? "") ? (answer.error as ImageTrouble) : "failed";
  } catch {
    return status === 413 ? "too_large" : "failed";
  }
}
