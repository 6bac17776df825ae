// The commonest phrases behind each kind of reason about a message, to show where they stand.
// Only for showing: the server alone decides, by longer lists. `0` is any digit, `*` any ending.

export const signalPhrases: Record<string, string> = {
  threat_language:
    'legal action|legal proceedings|arrest*|lawsuit|prosecut*|warrant|court|police|penalt*|fined|' +
    'sue you|sued for|will be terminated|will be disconnected|cut off|jail|prison|bailiff*|' +
    'criminal charges|law enforcement|deported|serious consequences',
  extortion:
    'recorded you|your webcam|your camera|have hacked|i hacked|share the video|send this video|' +
    'leak your|your secret|your contacts|intimate video*|compromising|you will regret|kidnap*',
  urgent_language:
    'urgent*|immediate*|right away|right now|act now|act fast|final notice|final warning|' +
    'last chance|last warning|final reminder|expires|within 00 hours|within 00 h|asap|hurry|' +
    'without delay|as soon as possible|before midnight|today only|limited time|dont hang up|' +
    'do not hang up|stay on the line',
  secrecy:
    'do not tell|dont tell*|keep this between us|keep it between us|keep this confidential|' +
    'keep this secret|strictly confidential|do not discuss|tell no one|tell nobody',
  account_problem:
    'your account|bank account|bank suspended|account suspended|suspended|has been blocked|' +
    'is blocked|been locked|is locked|was locked|unusual activity|suspicious activity|' +
    'unauthorised|unauthorized|deactivat*|restricted|on hold|your card|online banking|' +
    'fraud department|new payee|new device|been compromised|will be closed|payment failed',
  asks_to_verify:
    'verify|validate|confirm your|confirm the last|confirm details|update your|log in|login|' +
    'sign in|reactivate|unlock|restore access|restore your|review your|secure your|your details',
  asks_for_secret:
    'your pin|pin number|pin code|your password|send the code|send me the code|' +
    'read me the code|give me the code|forward the code|your otp|security code|cvv|' +
    'social security number|date of birth|card number|sort code|account number|seed phrase|' +
    'bank details|last four digits|routing number',
  one_time_code:
    'is your code|your code is|verification code is|is your verification|login code|' +
    'never share|do not share|dont share|never ask for|one time password|one time code|passcode is',
  asks_to_click:
    'click here|click the link|click below|click on|tap here|tap the link|follow the link|' +
    'link below|visit our|open the link|log on to|please visit|claim at',
  prize_language:
    'prize*|winner*|you won|have won|has won|lottery|jackpot|to claim|claim your|claim now|' +
    'congratulations|congrats|awarded|reward*|lucky draw|been selected|been chosen|inheritance|' +
    'unclaimed|next of kin|compensation|guaranteed',
  free_offer:
    'free gift|free entry|freemsg|for free|free phone|free trial|ringtone*|no cost|bonus|' +
    'voucher*|half price|special offer|discount*|free delivery|subscribe*|unsubscribe*',
  gift_cards:
    'gift card*|itunes card*|google play card*|steam card*|amazon card*|scratch the back|' +
    'codes on the back|prepaid card*',
  delivery_language:
    'parcel*|your package|the package|delivery fee|delivery failed|missed delivery|' +
    'delivery attempt|delivery address|courier|shipment|customs|redeliver*|shipping fee|' +
    'tracking number|could not be delivered|unable to deliver|your order|depot',
  job_offer:
    'part time|work from home|earn up to|hiring|vacancy|daily pay|per day|salary of|recruit*|' +
    'job offer|remote job|flexible hours|no experience|simple tasks|your cv|commission*|' +
    'extra income|easy money|earn money|paid daily|online task*',
  crypto_language:
    'crypto*|bitcoin*|btc|usdt|ethereum|blockchain|coinbase|binance|your wallet|airdrop|' +
    'seed phrase',
  investment_promise:
    'invest*|forex|trading platform|trading signals|double your money|guaranteed profit|' +
    'guaranteed return*|daily profit*|returns of|high returns|financial freedom|passive income',
  romance_language:
    'dating|lonely|my dear|hello dear|dear one|my love|your profile|saw your picture|soulmate|' +
    'true love|marry me|widow*|oil rig|chat with me|new friend|wrong number',
  family_emergency:
    'hi mum|hi mom|hey mum|hey mom|hello mum|hello mom|hi dad|lost my phone|new number|' +
    'broke my phone|phone broke|phone is broken|dropped my phone|temporary number|bail money|' +
    'had an accident|stranded|in trouble|stuck abroad|save this number',
  money_request:
    'send money|transfer money|transfer the money|wire transfer|bank transfer|western union|' +
    'moneygram|cash app|zelle|venmo|pay the|pay a|pay this|safe account|move your money|' +
    'lend me|pay you back|processing fee|release fee|small fee|fee of|unpaid|outstanding|' +
    'overdue|you owe|amount due|pay now|make a payment',
  loan_offer:
    'loan*|pre approved|debt relief|low interest|bad credit|credit score|consolidat*|mortgage|' +
    'instant cash|cash advance|refund*|rebate|reimburse*',
  authority_claim:
    'tax|taxes|irs|hmrc|government|social security|ministry|toll|tolls|officer|badge number|' +
    'case number|federal|immigration|dvla|dmv|medicare|revenue|treasury|embassy|nhs',
  company_claim:
    'bank of|your bank|calling from|fraud team|security team|customer service|support team|' +
    'dear customer|dear user|dear client|valued customer|account holder|amazon|netflix|paypal|' +
    'apple id|barclays|hsbc|lloyds|natwest|santander|wells fargo|chase|citibank|vodafone|verizon',
  tech_support:
    'your computer|your pc|technical support|tech support|microsoft|anydesk|teamviewer|' +
    'remote access|virus|viruses|malware|infected|hackers|hacked|download the app|antivirus|' +
    'firewall|share your screen',
  renewal_charge:
    'will be charged|has been charged|been debited|will be debited|auto renew*|' +
    'automatic renewal|your subscription|to cancel|if this was not you|if this wasnt you|' +
    'not you|was this you|press 0|extended warranty|invoice',
  asks_to_call:
    'please call|call now|call us|call back|contact us|reply yes|reply y|reply with|reply to|' +
    'reply now|text back|call our|call me on|message me on|on whatsapp|on telegram|telegram|' +
    'contact the|call this number|call the number',
  premium_number:
    'to 00000|on 00000|txt 00000|text 00000|per min|per msg|std rate|national rate|po box|' +
    'terms apply|txt stop|text stop|send stop|opt out|reply stop|stop to',
};

/** What has a shape instead of words, on the text as it stands. */
export const signalShapes: Record<string, RegExp> = {
  contains_link: new RegExp(
    '(?:https?:\\/\\/|www\\.)\\S*[^\\s.,!?)]|' +
      '\\b[a-z0-9][a-z0-9-]*(?:\\.[a-z0-9-]+)*\\.[a-z]{2,}\\/\\S*',
    'gi',
  ),
  money_amount: new RegExp(
    '[$£€]\\s?\\d(?:[\\d.,]*\\d)?|' +
      '\\d(?:[\\d.,]*\\d)?\\s?(?:dollars?|pounds?|euros?|usd|gbp|eur|quid|bucks)\\b',
    'gi',
  ),
  many_digits: /\d{4,}/g,
  phone_to_call: /\+?\d(?:[\s().-]?\d){6,}/g,
  shouting: /\b[A-Z]{4,}\b/g,
  disguised_letters: /[\u0370-\u03ff\u0400-\u04ff\uff01-\uff5e]+/g,
  hidden_characters: /[\u00ad\u200b-\u200f\u2060\ufeff]+/g,
  spaced_out_word: /\b(?:[a-z][ .-]){3,}[a-z]\b/gi,
};

/** Other things that are said of a link. */
export const LINK_CODES = [
  'contains_link',
  'short_link',
  'address_link',
  'imitation_link',
  'unusual_domain',
];
