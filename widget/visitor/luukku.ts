/** The launcher: the only code that a city's page loads before the visitor opens the chat. */
export {};
