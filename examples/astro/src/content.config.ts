import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";

// Coranto's records, as they are.
const news = defineCollection({ loader: glob({ pattern: "*.md", base: "../_news" }) });

export const collections = { news };
