/** What the responses of Express and Fastify have in common. */
export interface Reply {
  header(name: string, value: string): this;
  type(mediaType: string): this;
  send(body: Uint8Array): unknown;
}
