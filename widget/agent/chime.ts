// Two soft notes a fourth apart, short enough not to cover speech: upwards for the queue, downwards for an own visitor.
const NOTES_HZ = { queue: [587, 784], message: [784, 587] };
const NOTE_S = 0.16;
const LOUDNESS = 0.08;

let context: AudioContext | undefined;

/** Play a chime. Made here, since a strict Content-Security-Policy has no room for a media file. */
export function playChime(about: keyof typeof NOTES_HZ): void {
  context ??= new AudioContext();
  // A browser that has not seen a click yet keeps the context suspended: then there is no sound, and no error.
  void context.resume();
  NOTES_HZ[about].forEach((frequency, index) => playNote(context!, frequency, context!.currentTime + index * NOTE_S));
}

function playNote(audio: AudioContext, frequency: number, at: number): void {
  const oscillator = new OscillatorNode(audio, { frequency });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setValueAtTime(LOUDNESS, at);
  gain.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S * 2);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + NOTE_S * 2);
}
