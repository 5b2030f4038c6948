/**
 * A real OpenID Connect provider for the tests of signing in: npm's certified oidc-provider, on this machine alone.
 * Usage: node provider.mjs PORT CLIENT_ID REDIRECT_URI KEYS_URI|- — with "-" the client's public keys come as JSON on
 * the standard input. People are told by their login: "oka@serumpun.example" has a confirmed address, "x!" has not.
 */

import { readFileSync } from "node:fs";
import { Provider } from "oidc-provider";

const [port, clientId, redirectUri] = process.argv.slice(2);
const jwks = JSON.parse(readFileSync(0, "utf8"));

const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: clientId,
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "ES256",
      redirect_uris: [redirectUri],
      jwks,
    },
  ],
  pkce: { required: () => true, methods: ["S256"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["only-in-tests"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id.replace(/!$/, ""),
      email: id.replace(/!$/, ""),
      email_verified: !id.endsWith("!"),
      name: "Somebody",
    }),
  }),
});

provider.listen(Number(port), "localhost", () => console.log("ready"));
