import type { PrivacyNotice } from './privacy.ts'

/** Version 4 in English. Never changes. */
export const privacyNotice4En: PrivacyNotice = {
  title: 'Privacy',
  lead: (shop) =>
    `${shop} uses this LINE account to stay in touch with the people who used to work with us. This page says what we keep and what we use it for.`,
  sections: (shop) => [
    {
      heading: 'What we keep',
      paragraphs: ['What you tell us, and what happens between you and the shop:'],
      points: [
        'your name, the store you worked at, your role, your first and your last day',
        'what you agreed to, kind by kind, and when',
        'the messages we sent you, the coupons you got and used, and what happened at the shop',
        'tags and short notes that the shop makes (staff are told to write nothing about health or private matters)',
        'that you tapped a button or a link of a message, and your answers to polls and to “how are you?”, each with its time',
        'your answers to events, how many come, when you were checked in, and what you say of the dishes (see “Events”)',
        'your answers to open shifts, the shifts you took and the hours you worked, and that you would like to work here again (see “Shifts”)',
        'the number LINE uses to tell you apart in this account (neither your phone number nor your LINE ID), and your language',
        'what you write in the chat is kept for a short time (30 days at most) to answer you, then erased; only the fact that you wrote stays',
      ],
    },
    {
      heading: 'Questions you may skip',
      paragraphs: ['You need not answer any of it, and you can change or erase your answers later.'],
      points: [
        'your year of birth: only so that we ask nobody under 18 to work late at night or with alcohol, and serve no alcohol to anybody under 20. We never choose people by age',
        'your month of birth: only so that we can send you our good wishes in that month. We do not ask for the day',
        'whether you have a main job, the days and times that suit you, the roles you can do: so that we don’t trouble you with what does not suit you',
        'what you would like to be asked about (shifts, help at busy times, tastings, training others, advice)',
        'the last four digits of your phone number: so that we don’t mix up people of the same name. They are kept in a form that cannot be read',
      ],
    },
    {
      heading: 'Events',
      paragraphs: [
        'With your answer to an event we may ask the following. We use it only to prepare the seats, the food and the drinks.',
      ],
      points: [
        'how many of you come; we do not ask for the names of those you bring',
        'how many will drink alcohol; you declare that each of them is 20 or older',
        'allergies, or what else the kitchen should know; you need not say',
        'questions of the shop about that event; you need not answer',
      ],
      after: [
        'What you tell us of allergies and in answer to those questions is erased 7 days after the event. Your answer, the number of people and the time of the check-in stay.',
        'At the door we check you in by your name or a QR code. That somebody who was expected did not come is noted too, for the shop alone.',
        'What you say of the dishes (a score and a word) helps us cook better. We show it to nobody else under your name.',
      ],
    },
    {
      heading: 'Shifts',
      paragraphs: [
        'When you apply for a shift, or tell us that you would like to work here again, we keep the following. We use it only to decide whom to ask, to keep to what was agreed, and so that nobody works too much.',
      ],
      points: [
        'that we sent you an opening, and that you read it',
        'your answers (applied, passed, taken back) with their times, your place in line, and the note you added',
        'the shifts that were agreed: when, where, which work, pay and conditions, and what was changed or cancelled (why, and the estimated leave allowance when the shop called it off)',
        'the hours you worked, your breaks, and an estimate of your pay (from hours, night work and transport; what you are paid is settled in the shop’s own payroll)',
        'your hours a week at another job and the most you want here, both optional: to see whether overtime pay is due, and so that you do not work too much',
        'whether you are 18 or older, and when you said so: asked before a night shift when your year of birth does not tell. Only so that nobody under 18 is asked to work at night',
        'whether you want the notice of working conditions on the screen or on paper, and when you got it',
        'when you would like to work here again: the kind of work, from when, which store, your note, which version of the rules you had read, and how far the talk has come',
      ],
      after: [
        'On the day of your shift, those who work at that store see your name and hours.',
        'That somebody did not come to an agreed shift is noted for the shop alone. We give no scores and show it to nobody else.',
        'When you tell a friend about an opening, we keep nothing about your friend, and there is no reward.',
      ],
    },
    {
      heading: 'The shop’s own list',
      paragraphs: [
        'The shop has a list of the people who worked there: name and its reading, store, role, first and last day, a remark, and the staff number and last four digits of the phone in a form that cannot be read. We use it only to check that it is you, and to invite you.',
        'Nobody gets a message just for being on the list. If a person does not register, their line is erased here after some time (usually 90 days).',
      ],
    },
    {
      heading: 'What we use it for',
      paragraphs: [
        'To check that it is you, to send you the kinds of messages you agreed to, to choose what suits you, to prepare the seats of events, and to arrange shifts with you. For nothing else.',
        'When you open a page inside LINE, we check a certificate by LINE (an ID token) that it is you. The certificate itself is not kept.',
      ],
    },
    {
      heading: 'The kinds of messages',
      paragraphs: ['You choose for each kind. You can register without choosing any.'],
      purposes: true,
    },
    {
      heading: 'Stop, see, correct',
      paragraphs: [
        'You can stop each kind of message at any time: in the chat menu under “Your messages”, with the button on a message, or by writing “stop”.',
        'On “My page” you can see and download everything we keep about you, and ask for corrections. The shop confirms changes of name, store, role and dates.',
        'You can take back your consent at any time, without any disadvantage.',
      ],
    },
    {
      heading: 'Leaving',
      paragraphs: [
        'Leave at any time on “My page”, or by writing “leave”. From that moment we send you nothing, and within a minute we erase your name, LINE number, answers, what you said to events and of dishes, your answers and notes to shifts, your wish to come back, tags, notes, history and your line on our list. Seats kept for you, and shifts that have not begun, go to others.',
        'What stays carries a random number that leads to nobody: coupons used, messages sent, consents given, and the conditions, hours and pay of shifts worked. We need them for the books, and to show that we sent only what people had agreed to and paid what was due.',
        'If a backup is ever restored, the data of those who left is erased again automatically. If you come back later, you start afresh.',
      ],
    },
    {
      heading: 'Who looked',
      paragraphs: [
        'When someone at the shop looks at your data or takes a copy, we note who did what and when, and keep that for 13 months. You can see it on “My page”.',
      ],
    },
    {
      heading: 'Others',
      paragraphs: [
        'Except where the law requires it, we give your data to nobody without your consent. Messages travel through LINE, a service of LY Corporation.',
      ],
    },
    {
      heading: 'How long',
      paragraphs: [
        'As long as we are in touch; when you leave, it is erased. The same holds for your answers to shifts and the hours you worked. Papers that the law makes the shop keep, such as pay records and working conditions, are kept apart from this system for as long as the law says.',
      ],
    },
    { heading: 'Questions', paragraphs: [`Please ask the manager or staff of ${shop}, at the shop or by phone.`] },
  ],
  version: (version) => `Version ${version}`,
}
