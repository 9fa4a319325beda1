// Asks the service by GET with persisted queries, so that a screen asked again and unchanged costs next to nothing: the
// service answers 304, and the answer that is kept is still right.
import { createHash } from 'node:crypto';
import type { TypedDocumentString } from './generated/graphql.js';

export class ServiceError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

interface Answer<Result> {
  data?: Result | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export class Client {
  readonly #url: URL;
  readonly #token: string;
  readonly #kept = new Map<string, { etag: string; answer: Answer<unknown> }>();
  /** How many answers were still right. */
  revalidated = 0;

  constructor(url: string | URL, token: string) {
    this.#url = new URL(url);
    this.#token = token;
  }

  async ask<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
  ): Promise<Result> {
    const query = document.toString();
    const hash = createHash('sha256').update(query).digest('hex');
    let answer = await this.#get<Result>({ hash, variables });
    if (answer.errors?.some((error) => error.extensions?.code === 'PERSISTED_QUERY_NOT_FOUND')) {
      // A copy of the service that has not seen it yet is told once.
      answer = await this.#get<Result>({ hash, variables, query });
    }
    const error = answer.errors?.[0];
    if (error) throw new ServiceError(error.extensions?.code ?? 'UNKNOWN', error.message);
    if (!answer.data) throw new ServiceError('NO_DATA', 'The answer holds no data.');
    return answer.data;
  }

  async #get<Result>(asked: { hash: string; variables: unknown; query?: string }): Promise<Answer<Result>> {
    const url = new URL(this.#url);
    if (asked.query) url.searchParams.set('query', asked.query);
    url.searchParams.set('variables', JSON.stringify(asked.variables ?? {}));
    url.searchParams.set(
      'extensions',
      JSON.stringify({ persistedQuery: { version: 1, sha256Hash: asked.hash } }),
    );
    const key = `${asked.hash} ${url.searchParams.get('variables')}`;
    const kept = this.#kept.get(key);
    const response = await fetch(url, {
      headers: {
        accept: 'application/graphql-response+json, application/json;q=0.9',
        authorization: `Bearer ${this.#token}`,
        ...(kept ? { 'if-none-match': kept.etag } : {}),
      },
    });
    if (response.status === 304 && kept) {
      this.revalidated += 1;
      return kept.answer as Answer<Result>;
    }
    const answer = (await response.json()) as Answer<Result>;
    const etag = response.headers.get('etag');
    if (etag) this.#kept.set(key, { etag, answer });
    return answer;
  }
}
