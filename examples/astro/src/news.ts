import { getCollection } from "astro:content";

/** The published records, newest first. */
export async function published() {
  const news = await getCollection("news", ({ data }) => data.published === true);
  return news
    .map(({ data }) => ({ ...data, at: new Date(data.publishedDateTime) }))
    .sort((a, b) => b.at.valueOf() - a.at.valueOf());
}

/** A topic's name as a part of an address. */
export function slug(topic: string) {
  return topic.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
}
