"""Group a stream the plain way, with well-kept libraries: what the grouping of stories is held against.

    python benchmarks/stories_baselines.py minhash|tfidf THRESHOLD < stream.jsonl > stories.jsonl

Runs in an environment of its own that has datasketch and scikit-learn; benchmarks/stories.py calls it there
(--baselines PYTHON). Both are single pass: an article joins the story it is most like, or opens one.

minhash: datasketch, 128 places over the words of title and excerpt; the likest earlier article by estimated Jaccard.
tfidf: scikit-learn, sublinear term frequency, inverse document frequencies of the whole stream, known beforehand (a help
that an incremental program does not have); the nearest centre by cosine, looked for in batches of 50.
"""

import json
import re
import sys

WORD = re.compile(r"\w\w+")


def minhash(texts, threshold):
    from datasketch import MinHash, MinHashLSH

    index, sketches, stories = MinHashLSH(threshold=threshold, num_perm=128), [], []
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([word.encode() for word in set(WORD.findall(text.lower()))])
        met = [(sketch.jaccard(sketches[other]), -other) for other in index.query(sketch)]
        likeness, other = max(met, default=(0.0, 0))
        stories.append(stories[-other] if likeness >= threshold else number)
        sketches.append(sketch)
        index.insert(number, sketch)
    return stories


def tfidf(texts, threshold, batch=50):
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    rows = TfidfVectorizer(sublinear_tf=True, token_pattern=r"(?u)\w\w+").fit_transform(texts)
    stories, opened = [], 0
    for start in range(0, rows.shape[0], batch):
        some = rows[start : start + batch]
        if start:
            member = csr_matrix((np.ones(start), (stories, np.arange(start))), shape=(opened, start))
            likenesses = (some @ normalize(member @ rows[:start]).T).tocsr()
        among = (some @ some.T).toarray()
        for number in range(some.shape[0]):
            best, story = 0.0, -1
            if start:
                row = likenesses[number]
                if row.nnz:
                    at = int(row.data.argmax())
                    best, story = float(row.data[at]), int(row.indices[at])
            for earlier in range(number):
                if among[number, earlier] > best:
                    best, story = float(among[number, earlier]), stories[start + earlier]
            if best < threshold:
                story, opened = opened, opened + 1
            stories.append(story)
    return stories


def main():
    method, threshold = {"minhash": minhash, "tfidf": tfidf}[sys.argv[1]], float(sys.argv[2])
    rows = [json.loads(line) for line in sys.stdin]
    for row, story in zip(rows, method([f"{r['title']} {r['excerpt']}" for r in rows], threshold), strict=True):
        print(json.dumps({"id": row["id"], "story": f"b{story}"}))


if __name__ == "__main__":
    main()
