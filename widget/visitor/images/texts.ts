import type { Language } from "../../shared/language";

/** Why an image was not taken: the codes of `POST /images` that say something of it, and all others. */
export type ImageTrouble = "unsupported_image" | "broken_image" | "too_large" | "too_many_images" | "rate_limited" | "failed";

/** Every word of the images' part. A language that lacks one does not compile. */
export interface ImageTexts {
  title: string;
  introduction: string;
  choose: string;
  limits: string;
  list: string;
  image: (number: number, size: string) => string;
  remove: (number: number) => string;
  none: string;
  full: string;
  sending: (name: string) => string;
  added: (count: number) => string;
  removed: (number: number) => string;
  notRemoved: string;
  trouble: (name: string, why: ImageTrouble) => string;
  noDraft: string;
  done: string;
}

const because = (why: Record<ImageTrouble, string>) => (name: string, code: ImageTrouble) => `${name}: ${why[code]}`;

/** All languages at once, as for the other parts. */
export const IMAGE_TEXTS: Record<Language, ImageTexts> = {
  fi: {
    title: "Lisää kuvia",
    introduction: "Älä lähetä kuvia, joissa näkyy kasvoja, rekisterikilpiä tai henkilötietoja. Poistamme kuvista paikka- ja laitetiedot.",
    choose: "Valitse kuvat",
    limits: "Enintään 5 kuvaa (JPEG, PNG, WebP tai GIF), kukin enintään 10 Mt.",
    list: "Lisätyt kuvat",
    image: (number, size) => `Kuva ${number} (${size})`,
    remove: (number) => `Poista kuva ${number}`,
    none: "Kuvia ei ole vielä lisätty.",
    full: "Kuvia on jo 5. Poista niistä jokin, jos haluat lisätä toisen.",
    sending: (name) => `Lähetetään: ${name}`,
    added: (count) => `Kuvia on nyt ${count}.`,
    removed: (number) => `Kuva ${number} poistettiin.`,
    notRemoved: "Kuvaa ei saatu poistetuksi. Yritä hetken päästä uudelleen.",
    trouble: because({
      unsupported_image: "tiedosto ei ole JPEG-, PNG-, WebP- tai GIF-kuva.",
      broken_image: "kuvaa ei voitu avata.",
      too_large: "kuva on liian suuri. Enimmäiskoko on 10 Mt.",
      too_many_images: "kuvia on jo 5.",
      rate_limited: "kuvia tuli liian nopeasti. Odota hetki.",
      failed: "kuvan lähetys ei onnistunut. Yritä uudelleen.",
    }),
    noDraft: "Kuvia ei voi lisätä juuri nyt. Yritä hetken päästä uudelleen, tai jatka ilman kuvia.",
    done: "Takaisin keskusteluun",
  },
  sv: {
    title: "Lägg till bilder",
    introduction: "Skicka inga bilder där ansikten, registerskyltar eller personuppgifter syns. Vi tar bort uppgifter om plats och apparat ur bilderna.",
    choose: "Välj bilder",
    limits: "Högst 5 bilder (JPEG, PNG, WebP eller GIF), var och en högst 10 MB.",
    list: "Bilder som har lagts till",
    image: (number, size) => `Bild ${number} (${size})`,
    remove: (number) => `Ta bort bild ${number}`,
    none: "Inga bilder har lagts till ännu.",
    full: "Det finns redan 5 bilder. Ta bort någon av dem om du vill lägga till en annan.",
    sending: (name) => `Skickas: ${name}`,
    added: (count) => (count === 1 ? "Nu finns det 1 bild." : `Nu finns det ${count} bilder.`),
    removed: (number) => `Bild ${number} togs bort.`,
    notRemoved: "Bilden kunde inte tas bort. Försök igen om en stund.",
    trouble: because({
      unsupported_image: "filen är ingen JPEG-, PNG-, WebP- eller GIF-bild.",
      broken_image: "bilden kunde inte öppnas.",
      too_large: "bilden är för stor. Den får vara högst 10 MB.",
      too_many_images: "det finns redan 5 bilder.",
      rate_limited: "bilderna kom för tätt. Vänta en stund.",
      failed: "bilden kunde inte skickas. Försök igen.",
    }),
    noDraft: "Bilder kan inte läggas till just nu. Försök igen om en stund, eller fortsätt utan bilder.",
    done: "Tillbaka till samtalet",
  },
  en: {
    title: "Add images",
    introduction: "Please send no images that show faces, number plates or personal data. We remove details of place and device from the images.",
    choose: "Choose images",
    limits: "At most 5 images (JPEG, PNG, WebP or GIF) of at most 10 MB each.",
    list: "Images added",
    image: (number, size) => `Image ${number} (${size})`,
    remove: (number) => `Remove image ${number}`,
    none: "No images have been added yet.",
    full: "There are 5 images already. Remove one of them if you want to add another.",
    sending: (name) => `Sending: ${name}`,
    added: (count) => (count === 1 ? "There is 1 image now." : `There are ${count} images now.`),
    removed: (number) => `Image ${number} was removed.`,
    notRemoved: "The image could not be removed. Please try again in a moment.",
    trouble: because({
      unsupported_image: "the file is no JPEG, PNG, WebP or GIF image.",
      broken_image: "the image could not be opened.",
      too_large: "the image is too large. It may have 10 MB at most.",
      too_many_images: "there are 5 images already.",
      rate_limited: "the images came too fast. Please wait a moment.",
      failed: "the image could not be sent. Please try again.",
    }),
    noDraft: "Images cannot be added right now. Try again in a moment, or go on without images.",
    done: "Back to the conversation",
  },
};
