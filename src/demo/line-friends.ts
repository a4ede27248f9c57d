import {
  ALUMNI,
  MEMBERS_COUNT,
  memberUserId,
  NEWCOMER_USER_ID,
  OWNER,
  OWNER_USER_ID,
  pick,
  WAITING_USER_ID,
} from './people.ts'

/** Tells the simulated platform who these people are: the members are friends already, the newcomer is not. */
export async function befriendEveryone(simulator: string) {
  const users = [
    { id: OWNER_USER_ID, displayName: OWNER.name, friend: true },
    { id: NEWCOMER_USER_ID, displayName: 'あなた', friend: false },
    { id: WAITING_USER_ID, displayName: pick(ALUMNI, 31).name, friend: true },
    ...ALUMNI.slice(0, MEMBERS_COUNT).map(({ index, name }) => ({
      id: memberUserId(index),
      displayName: name,
      friend: true,
    })),
  ]
  const response = await fetch(`${simulator}/_simulator/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ users }),
  })
  if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`)
}
