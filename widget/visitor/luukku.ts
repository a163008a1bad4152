/** The one script of a city's page: registers `<luukku-chat language="fi" server="" mode="city">`. */
import { LuukkuChat } from "./launcher";

// A page that names the script twice must not fail for it.
if (!customElements.get("luukku-chat")) customElements.define("luukku-chat", LuukkuChat);
