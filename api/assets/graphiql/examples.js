'use strict';

// The tabs of a first visit. Each is a whole request that works as it stands once its variables are filled in.
const HEADERS = JSON.stringify({ Authorization: 'Bearer TOKEN' }, null, 2);

const EXAMPLES = [
  {
    query: `# Log in first (variables below). Until this page is
# reloaded, the answer's token stands for "TOKEN" in the
# headers of every tab.
mutation LogIn($username: String!, $password: String!) {
  login(username: $username, password: $password) {
    token
    expiresAt
    officer {
      name
      position
      office { code name }
    }
    userErrors { code message field }
  }
}
`,
    variables: { username: '', password: '' },
  },
  {
    query: `# What waits for you, the most urgent first.
query Worklist {
  worklist(first: 20) {
    totalCount
    nodes {
      step
      startedAt
      dueAt
      overdue
      complaint { id agendaNumber subject urgency version }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    query: `# Complaints in progress, and who may take their steps.
query Complaints($filter: ComplaintFilter, $after: String) {
  complaints(filter: $filter, orderBy: { field: DUE_AT, direction: ASC }, first: 20, after: $after) {
    totalCount
    nodes {
      id
      agendaNumber
      subject
      channel
      currentStep
      dueAt
      overdue
      openSteps {
        step
        section { name }
        waitingFor {
          name
          position
          acting { position capacity until }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
    variables: { filter: { status: ['IN_PROGRESS'] }, after: null },
  },
  {
    query: `# One complaint: its way so far, why each step is due
# when it is, and what you may do with it now.
query Complaint($id: ID!) {
  complaint(id: $id) {
    agendaNumber
    trackingCode
    subject
    description
    complainant { name phone }
    complainantHidden
    status
    currentStep
    version
    history {
      step
      cycle
      officer { name }
      capacity
      startedAt
      dueAt
      completedAt
      onTime
      outcome
      note
      dueExplanation {
        standard
        skipped { from to reason }
      }
    }
    actions {
      name
      label
      allowed
      refusal { code message until }
    }
  }
}
`,
    variables: { id: '' },
  },
  {
    query: `# What came in by itself and waits for step 1: the staff
# receive it (receiveSubmission), join it to a complaint that
# is there already, or set it aside.
query Submissions {
  submissions(first: 10) {
    totalCount
    nodes {
      id
      version
      subject
      complainant { name phone }
      arrivedAt
      dueAt
      overdue
      likelyDuplicates { agendaNumber subject status }
      actions { name label allowed }
    }
  }
}
`,
  },
  {
    query: `# Step 1 of the SOP. Sent twice with the same
# idempotencyKey, it is done once.
mutation Receive($input: ReceiveComplaintInput!) {
  receiveComplaint(input: $input) {
    complaint {
      id
      agendaNumber
      trackingCode
      currentStep
      dueAt
      version
    }
    userErrors { code message field }
  }
}
`,
    variables: {
      input: {
        channel: 'TELEPHONE',
        subject: 'Lampu jalan padam',
        description: 'Lampu jalan di depan pasar padam sejak tiga hari yang lalu.',
        complainant: { name: 'I Made Contoh', phone: '+6281234567890' },
        urgency: 'ORDINARY',
        idempotencyKey: 'example-1',
      },
    },
  },
].map(({ query, variables }) => ({
  query,
  variables: variables && JSON.stringify(variables, null, 2),
  headers: HEADERS,
}));
