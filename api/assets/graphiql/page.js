'use strict';

// The token of the last login on this page, held in memory only: it goes when the page is reloaded. It takes the
// place of the hint in the headers editor, so that the other tabs work right after logging in.
const HINT = 'Bearer TOKEN';
let token = null;

const send = GraphiQL.createFetcher({ url: '/graphql', enableIncrementalDelivery: false });

async function fetcher(parameters, options = {}) {
  const headers = { Accept: 'application/graphql-response+json, application/json;q=0.9', ...options.headers };
  if (headers.Authorization === HINT) {
    if (token) headers.Authorization = `Bearer ${token}`;
    else delete headers.Authorization;
  }
  const answer = await send(parameters, { ...options, headers });
  token = answer?.data?.login?.token ?? token;
  return answer;
}

// GraphiQL shows the first tab's variables only once another tab has been looked at, unless it is given them.
const firstVisit = window.sessionStorage.getItem('graphiql:tabState') === null;

ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher,
    // Tabs and history hold passwords and people's names: they end with the browser tab.
    storage: window.sessionStorage,
    defaultTabs: EXAMPLES,
    defaultHeaders: HEADERS,
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
    variables: firstVisit ? EXAMPLES[0].variables : undefined,
    defaultEditorToolsVisibility: 'variables',
  }),
);
