// What the reference page does: shows the document that stands beside it, and sends requests to where the page came from.
// A key that is typed in lives in this page alone and is gone with it.
const here = new URL('.', document.baseURI);

async function open() {
  const answer = await fetch(new URL('openapi.json', here));
  if (!answer.ok) throw new Error(`openapi.json is answered with ${answer.status}`);
  const spec = await answer.json();
  window.SwaggerUIBundle({
    spec: { ...spec, servers: [{ url: here.pathname.replace(/\/$/, '') || '/' }] },
    dom_id: '#reference',
    deepLinking: true,
    displayRequestDuration: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    filter: true,
    persistAuthorization: false,
    requestSnippetsEnabled: true,
    tryItOutEnabled: true,
    // else the address of a document is sent to a validator elsewhere
    validatorUrl: null,
  });
}

open().catch((error) => {
  document.querySelector('#reference').textContent =
    `The reference cannot be shown: ${error.message}. Load the page again.`;
});
