// Generated from contract/limits.json by scripts/sockets.mjs. Do not edit.

/** The most characters (`max`; of a file, bytes) and entries (`items`) of each field of each input. */
export const limits = {
  "AccountInput": {
    "email": {
      "max": 254
    },
    "name": {
      "max": 80
    },
    "password": {
      "max": 256,
      "min": 10
    }
  },
  "EventInput": {
    "capacity": {
      "max": 1000000,
      "min": 1
    },
    "codeOfConduct": {
      "max": 20000
    },
    "description": {
      "max": 20000
    },
    "endsAt": {
      "max": 5184000,
      "min": 1
    },
    "location": {
      "max": 200
    },
    "name": {
      "max": 120
    },
    "tagline": {
      "max": 200
    }
  },
  "FieldChoice": {
    "fields": {
      "items": 20,
      "max": 20
    }
  },
  "ImportReading": {
    "shiftDays": {
      "max": 36600,
      "min": -36600
    }
  },
  "LogInInput": {
    "email": {
      "max": 254
    },
    "password": {
      "max": 256,
      "min": 10
    }
  },
  "NewMessage": {
    "body": {
      "max": 4000
    }
  },
  "ProfileInput": {
    "bio": {
      "max": 2000
    },
    "headline": {
      "max": 120
    },
    "interests": {
      "items": 12,
      "max": 40
    },
    "languages": {
      "items": 12,
      "max": 40
    },
    "links": {
      "items": 5,
      "max": 300
    },
    "location": {
      "max": 120
    },
    "name": {
      "max": 80
    },
    "needs": {
      "items": 12,
      "max": 40
    },
    "offers": {
      "items": 12,
      "max": 40
    }
  },
  "ProgrammeMove": {
    "minutes": {
      "max": 52704000,
      "min": -52704000
    }
  },
  "SessionInput": {
    "abstract": {
      "max": 20000
    },
    "endsAt": {
      "max": 5184000,
      "min": 0
    },
    "languages": {
      "items": 10,
      "max": 35
    },
    "speakers": {
      "items": 50,
      "max": 200
    },
    "stage": {
      "max": 200
    },
    "subtitle": {
      "max": 300
    },
    "title": {
      "max": 300
    },
    "track": {
      "max": 200
    }
  },
  "chat.send": {
    "body": {
      "max": 4000
    }
  },
  "upload": {
    "file": {
      "max": 16777216
    }
  }
} as const;
