/** Makes the browser a Welsh one; to be imported before anything that speaks. */

globalThis.chrome = { i18n: { getMessage: (key) => (key === "language" ? "cy" : "") } };
