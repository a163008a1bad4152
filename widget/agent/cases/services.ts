import type { Language } from "../../shared/language";
import type { CityServiceView, ServicesAre } from "../../shared/protocol";
import { fold } from "../replies/choices";

/** The services whose name, description, unit or code has every word of a query; those named so first. */
export function findServices({ services, units }: ServicesAre, query: string, language: Language): CityServiceView[] {
  const terms = fold(query).split(/\s+/).filter(Boolean);
  const named = services.map((service) => {
    const name = fold(service.name[language]);
    const unit = units.find(({ id }) => id === service.unit)?.name[language] ?? "";
    return { service, name, all: `${name} ${fold(`${service.description[language]} ${unit}`)} ${service.code}` };
  });
  const found = named.filter(({ all }) => terms.every((term) => all.includes(term)));
  const isNamed = ({ name }: { name: string }): boolean => terms.every((term) => name.includes(term));
  return [...found.filter(isNamed), ...found.filter((each) => !isNamed(each))].map(({ service }) => service);
}

/** The name of a service, or its code while nothing more is known. */
export function serviceName(known: ServicesAre | null, code: string, language: Language): string {
  return known?.services.find((service) => service.code === code)?.name[language] ?? code;
}

export function unitName(known: ServicesAre | null, id: string, language: Language): string {
  return known?.units.find((unit) => unit.id === id)?.name[language] ?? id;
}
