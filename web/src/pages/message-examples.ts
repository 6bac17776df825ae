// Messages to try: common scams, and genuine ones that look a little like them.

export interface Example {
  name: string;
  text: string;
}

export const examples: { group: string; list: Example[] }[] = [
  {
    group: 'Scams',
    list: [
      {
        name: 'Locked account',
        text: 'URGENT! Your account is locked. Send the code to unlock it now: example.test/unlock',
      },
      {
        name: 'Parcel fee',
        text:
          'Your parcel could not be delivered. Pay the delivery fee of $1.99 within 24 hours: ' +
          'http://parcel-redelivery.example/pay',
      },
      {
        name: 'Lost phone',
        text:
          'Hi Mum, I lost my phone, this is my new number. I need to pay a bill today, can you ' +
          'transfer the money for me? I will pay you back tomorrow.',
      },
      {
        name: 'Prize',
        text:
          'Congratulations! You have won a $1000 gift card. To claim your prize call ' +
          '0900 123456 now.',
      },
      {
        name: 'Crypto profit',
        text:
          'Our trading platform pays guaranteed returns of 20% a week. Invest in bitcoin today ' +
          'and double your money, message me on Telegram.',
      },
      {
        name: 'Disguised letters',
        text:
          'Yоur bаnk аccount is suspended. Vеrify your details at ' +
          'http://secure-bank.example/login',
      },
    ],
  },
  {
    group: 'Genuine',
    list: [
      { name: 'Lunch', text: 'Hi, are we still on for lunch at noon? I will bring the papers.' },
      {
        name: 'One-time code',
        text: '482913 is your one time code. It expires in 10 minutes. Never share it with anyone.',
      },
      {
        name: 'Parcel on its way',
        text: 'Your order was dispatched today. It should arrive on Thursday between 10 and 12.',
      },
      {
        name: 'Dentist',
        text:
          'Reminder: your appointment with Dr Meyer is on Tuesday at 09:30. Reply C to ' +
          'confirm.',
      },
      {
        name: 'Paying back',
        text:
          'I owe you 12 euros for the tickets, shall I transfer it or give it to you on ' +
          'Friday?',
      },
    ],
  },
];
