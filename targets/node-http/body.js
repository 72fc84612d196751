/** The whole body, or null when it is over the limit: then the rest is read and thrown away, so that the answer arrives. */
export function readBody(request, limitBytes) {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const chunks = [];
    let receivedBytes = 0;
    request.on('data', (chunk) => {
      receivedBytes += chunk.length;
      if (receivedBytes <= limitBytes) chunks.push(chunk);
      else resolve(null);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
