//! A client, as a front end is one.

use std::net::SocketAddr;

use serde_json::{Value, json};

/// A client of the service, signed in or not.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    address: SocketAddr,
    /// The token, of one who is signed in.
    pub token: Option<String>,
    language: Option<&'static str>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr, token: Option<String>) -> Self {
        Self { http: reqwest::Client::new(), address, token, language: Some("en") }
    }

    /// The same client in another language of `Accept-Language`.
    pub fn in_language(&self, language: &'static str) -> Self {
        Self { language: Some(language), ..self.clone() }
    }

    /// The same client with this `Accept-Language`, or none.
    pub fn in_some_language(&self, language: Option<&'static str>) -> Self {
        Self { language, ..self.clone() }
    }

    /// The same client with another token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// Signs in.
    pub async fn sign_in(&self, username: &str, password: &str) -> Self {
        let answer = self
            .send(
                "mutation ($u: String!, $p: String!) { login(username: $u, password: $p) { token userErrors { code } } }",
                json!({ "u": username, "p": password }),
            )
            .await;
        let token = answer["data"]["login"]["token"].as_str();
        let token = token.unwrap_or_else(|| panic!("{username} cannot sign in: {answer}"));
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// Sends a request and answers the whole response.
    pub async fn send(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let mut request = self.http.post(format!("http://{}/graphql", self.address)).json(&body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(language) = self.language {
            request = request.header("accept-language", language);
        }
        let response = request.send().await.expect("the service answers");
        response.json().await.expect("the answer is JSON")
    }

    /// Asks by GET, naming the tag of the answer that is known, if any.
    pub async fn get(&self, parameters: &[(&str, &str)], known: Option<&str>) -> reqwest::Response {
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let pairs: Vec<String> =
            parameters.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let mut request = self.http.get(format!("http://{}/graphql?{}", self.address, pairs.join("&")));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in [("accept-language", self.language), ("if-none-match", known)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        request.send().await.expect("the service answers")
    }

    /// Asks, and answers the data. There must be no errors.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.send(query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].take()
    }

    /// Issues a mutation of a complaint (`name`, with `input`), and answers its payload with what `select` asks of the
    /// complaint.
    pub async fn step(&self, name: &str, select: &str, input: Value) -> Value {
        let input_type = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let query = format!(
            "mutation ($input: {input_type}!) {{ {name}(input: $input) {{ \
             complaint {{ id version {select} }} userErrors {{ code message field }} }} }}"
        );
        self.ask(&query, json!({ "input": input })).await[name].take()
    }

    /// As [`Client::step`], and it must be done.
    pub async fn done(&self, name: &str, select: &str, input: Value) -> Value {
        let mut payload = self.step(name, select, input.clone()).await;
        assert_eq!(payload["userErrors"], json!([]), "{name} {input:#}");
        payload["complaint"].take()
    }

    /// As [`Client::step`], and it must be refused with one of these codes; answers the first error.
    pub async fn refused(&self, name: &str, code: &str, input: Value) -> Value {
        let mut payload = self.step(name, "", input.clone()).await;
        assert_eq!(payload["userErrors"][0]["code"], code, "{name} {input:#} {payload:#}");
        payload["userErrors"][0].take()
    }

    /// The HTTP client underneath, and where the service is: for what is no GraphQL over JSON.
    pub fn raw(&self) -> (&reqwest::Client, SocketAddr) {
        (&self.http, self.address)
    }
}
