// An OAuth server that nobody here wrote (npm oidc-provider) with its own login and consent pages, told to be as strict
// as Etsy: public apps, PKCE, addresses to the letter, codes and refresh tokens for one use.
//
//   node server.mjs '{"modules": FOLDER, "callbacks": [URL], "lifetimes": {APP: SECONDS}, "scopes": [WORD], "reader": [NAME, SECRET]}'
//
// `lifetimes` has the apps, with how long an access token of each lasts; `reader` may ask whose a token is. Says
// {"url": URL} when it listens; ends with its stdin.

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const told = JSON.parse(process.argv[2]);
const found = createRequire(`${told.modules}/`).resolve('oidc-provider');
const { default: Provider } = await import(pathToFileURL(found).href);

const app = (id) => ({
  client_id: id,
  application_type: 'web', // a native app's loopback addresses would match with any port
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: told.callbacks,
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
});
const [reader, secret] = told.reader;

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(url, {
    clients: [
      ...Object.keys(told.lifetimes).map(app),
      { client_id: reader, client_secret: secret, grant_types: [], redirect_uris: [], response_types: [] },
    ],
    cookies: { keys: [randomBytes(16).toString('hex')] },
    features: {
      devInteractions: { enabled: true },
      introspection: { enabled: true, allowedPolicy: (_, client) => client.clientId === reader },
    },
    issueRefreshToken: () => true,
    pkce: { required: () => true },
    rotateRefreshToken: true,
    scopes: told.scopes,
    ttl: {
      AccessToken: (_, __, client) => told.lifetimes[client.clientId],
      AuthorizationCode: 60,
      Grant: 86400,
      Interaction: 600,
      RefreshToken: 86400,
      Session: 86400,
    },
  });
  server.on('request', provider.callback());
  console.log(JSON.stringify({ url }));
});
process.stdin.resume().on('end', () => process.exit());
